"""Sightings as JSON."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import TruncWeek
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from sightings.forms import FilterForm, SightingForm
from sightings.models import Sighting
from sightings.views import own_sighting

from .forms import PageForm
from .problems import Problem
from .requests import check, token_required


def as_json(sighting):
    return {
        "id": sighting.pk,
        "species": sighting.species,
        "count": sighting.count,
        "place": sighting.place,
        "seen_on": sighting.seen_on.isoformat(),
        "notes": sighting.notes,
        "observer": sighting.observer.username,
        "photo_url": sighting.photo.url if sighting.photo else None,
        "created_at": sighting.created_at.isoformat(),
        "url": reverse("api-sighting", args=[sighting.pk]),
    }


def find(pk):
    return get_object_or_404(Sighting.objects.select_related("observer"), pk=pk)


# A token in a header is never sent by a browser on its own, so CSRF is no danger here.
@method_decorator(csrf_exempt, name="dispatch")
class ApiView(View):
    pass


class SightingsView(ApiView):
    def get(self, request):
        form = PageForm({"page": 1, "per_page": 20} | request.GET.dict())
        if not form.is_valid():
            raise Problem(422, "This page is not possible.", errors=form.errors)
        number, per_page = form.cleaned_data["page"], form.cleaned_data["per_page"]
        sightings = Sighting.objects.select_related("observer")
        paginator = Paginator(FilterForm(request.GET).filter(sightings), per_page)
        items = paginator.page(number) if number <= paginator.num_pages else []
        following = None
        if number < paginator.num_pages:
            query = request.GET.copy()
            query["page"] = number + 1
            following = f"{request.path}?{query.urlencode()}"
        return JsonResponse(
            {
                "items": [as_json(sighting) for sighting in items],
                "page": number,
                "per_page": per_page,
                "total": paginator.count,
                "next": following,
            }
        )

    @token_required
    def post(self, request):
        values = check(SightingForm, request)
        sighting = Sighting.objects.create(observer=request.user, **values)
        body = as_json(sighting)
        return JsonResponse(body, status=201, headers={"Location": body["url"]})


class SightingView(ApiView):
    def get(self, request, pk):
        return JsonResponse(as_json(find(pk)))

    @token_required
    def patch(self, request, pk):
        own_sighting(request.user, pk)
        values = check(SightingForm, request, partial=True)
        # Only the columns that are named: somebody may be changing the others.
        if values and not Sighting.objects.filter(pk=pk).update(**values):
            raise Http404
        return JsonResponse(as_json(find(pk)))

    @token_required
    def delete(self, request, pk):
        with transaction.atomic():
            own_sighting(request.user, pk, lock=True).delete()
        return HttpResponse(status=204)


class WeeklyView(ApiView):
    def get(self, request):
        sightings = FilterForm(request.GET).filter(Sighting.objects.all())
        weeks = (
            sightings.annotate(monday=TruncWeek("seen_on"))
            .values("monday")
            .annotate(sightings=Count("id"), total=Sum("count"))
            .order_by("monday")
        )
        return JsonResponse({"items": list(without_gaps(weeks))})


def without_gaps(weeks):
    previous = None
    for week in weeks:
        while previous and previous + timedelta(days=7) < week["monday"]:
            previous += timedelta(days=7)
            yield item(previous, 0, 0)
        previous = week["monday"]
        yield item(previous, week["sightings"], week["total"])


def item(monday, sightings, count):
    year, week, _ = monday.isocalendar()
    return {"week": f"{year:04}-W{week:02}", "sightings": sightings, "count": count}
