"""Tokens, reports and the description of the API."""

from pathlib import Path

from django.contrib.auth import authenticate
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from accounts.models import Token
from sightings.models import Report

from .forms import CredentialsForm
from .problems import Problem
from .requests import check, token_required
from .sightings import ApiView


class TokensView(ApiView):
    def post(self, request):
        user = authenticate(request, **check(CredentialsForm, request))
        if user is None:
            raise Problem(401, "The name or the password is wrong.")
        text, token = Token.objects.issue(user)
        body = {"token": text, "expires_at": token.expires_at.isoformat()}
        return JsonResponse(body, status=201, headers={"Cache-Control": "no-store"})


def as_json(report):
    done = report.status == Report.Status.DONE
    return {
        "id": report.pk,
        "status": report.status,
        "url": reverse("api-report", args=[report.pk]),
        "result_url": reverse("api-result", args=[report.pk]) if done else None,
    }


class ReportsView(ApiView):
    @token_required
    def post(self, request):
        body = as_json(Report.objects.create(owner=request.user))
        return JsonResponse(body, status=202, headers={"Location": body["url"]})


class ReportView(ApiView):
    @token_required
    def get(self, request, pk):
        reports = Report.objects.defer("result")
        return JsonResponse(
            as_json(get_object_or_404(reports, pk=pk, owner=request.user))
        )


class ResultView(ApiView):
    @token_required
    def get(self, request, pk):
        done = Report.objects.filter(status=Report.Status.DONE)
        report = get_object_or_404(done, pk=pk, owner=request.user)
        return HttpResponse(
            report.result,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="sightings.csv"'},
        )


class DescriptionView(View):
    def get(self, request):
        text = Path(__file__).with_name("openapi.json").read_text(encoding="utf-8")
        return HttpResponse(text, content_type="application/json")
