/* What this book adds to the theme's script. Without it everything but search works.
   No dependency, no request to anybody else. */
(function () {
  "use strict";

  var script = document.currentScript;

  /* Copying ---------------------------------------------------------------
     sphinx-copybutton expects a global ClipboardJS with this much of an interface. */
  window.ClipboardJS = function (selector, options) {
    var handlers = {};
    this.on = function (name, handler) { handlers[name] = handler; };
    document.addEventListener("click", function (event) {
      var button = event.target.closest(selector);
      if (!button) return;
      var tell = function (name) { return function () { handlers[name]({ trigger: button }); }; };
      navigator.clipboard.writeText(options.text(button)).then(tell("success"), tell("error"));
    });
  };
  /* Without a secure context (plain http on another machine) the browser has no clipboard: no buttons then. */
  if (!navigator.clipboard) document.documentElement.classList.add("no-clipboard");

  /* Search ----------------------------------------------------------------
     The engine and its dialog are loaded when somebody turns to the search field. */
  var loading;

  function load(name, attributes) {
    return new Promise(function (resolve, reject) {
      var style = /\.css$/.test(name);
      var element = document.createElement(style ? "link" : "script");
      if (style) element.rel = "stylesheet";
      for (var key in attributes) element.setAttribute(key, attributes[key]);
      element[style ? "href" : "src"] = new URL(name, script.src);
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  /* A page opened from the disk may not fetch a file; the index is there as a script, too. */
  function fetchFromDisk() {
    var fetchFromNetwork = window.fetch;
    window.fetch = function (address) {
      if (!/searchlite-index\.json$/.test(address)) return fetchFromNetwork.apply(this, arguments);
      return load("searchlite-index.js").then(function () {
        return { ok: true, json: function () { return window.bookIndex; } };
      });
    };
  }

  function search(field) {
    if (loading) return;
    if (location.protocol === "file:") fetchFromDisk();
    loading = load("searchlite.css")
      .then(function () { return load("searchlite.js", { "data-searchlite-index": "searchlite-index.json" }); })
      .then(function () { return load("searchlite-ui.js", { "data-searchlite-adopt": "true" }); })
      .then(function () {
        /* The field is the dialog's button from now on. */
        field.click();
        var input = document.getElementById("searchlite-input");
        var words = field.value || new URLSearchParams(location.search).get("q");
        field.value = "";
        if (words) {
          input.value = words;
          input.dispatchEvent(new Event("input"));
        }
      });
  }

  function prepareSearch() {
    var field = document.querySelector(".sidebar-search");
    if (!field) return;
    field.addEventListener("input", function () { search(field); });
    field.addEventListener("click", function () { search(field); });
    field.form.addEventListener("submit", function (event) { event.preventDefault(); search(field); });
    document.addEventListener("keydown", function (event) {
      var target = event.target;
      if (loading || /^(INPUT|TEXTAREA)$/.test(target.tagName)) return;
      if (event.key === "/" || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) {
        event.preventDefault();
        search(field);
      }
    });
    if (document.querySelector("[data-search-page]")) search(field);
  }

  /* Drawers -----------------------------------------------------------------
     In a narrow window the pages and the contents wait in drawers. The theme opens them with labels of check
     boxes; here each label becomes a button with a state. */
  function prepareDrawer(boxId, drawerId, name) {
    var box = document.getElementById(boxId);
    var drawer = document.getElementById(drawerId);
    var buttons = Array.from(document.querySelectorAll('label[for="' + boxId + '"]:not(.overlay)'));
    var opener = null;

    function show(open) {
      box.checked = open;
      buttons.forEach(function (button) { button.setAttribute("aria-expanded", open); });
      if (open) {
        opener = document.activeElement;
        var first = drawer.querySelector("a[href], input");
        if (first) first.focus();
      } else if (opener) {
        opener.focus();
        opener = null;
      }
    }

    box.hidden = true;
    box.addEventListener("change", function () { show(box.checked); });
    buttons.forEach(function (button) {
      button.setAttribute("role", "button");
      button.setAttribute("tabindex", "0");
      button.setAttribute("aria-label", name);
      button.setAttribute("aria-controls", drawerId);
      button.setAttribute("aria-expanded", "false");
      button.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          show(!box.checked);
        }
      });
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && box.checked) show(false);
    });
    /* Whoever leaves an open drawer with Tab has finished with it. */
    drawer.addEventListener("focusout", function (event) {
      var to = event.relatedTarget;
      if (box.checked && to && !drawer.contains(to) && !to.closest("dialog")) {
        opener = null;
        show(false);
      }
    });
    drawer.addEventListener("click", function (event) {
      if (box.checked && event.target.closest('a[href^="#"]')) {
        opener = null;
        show(false);
      }
    });
  }

  /* Scrolling boxes ---------------------------------------------------------
     Each listing and table can be reached with Tab; those that fit need not be. Those that scroll get a name. */
  function nameOf(box) {
    if (box.tagName !== "PRE") return "Table";
    var kind = box.closest("[class*=highlight-terminal]") ? "Terminal" : "Code";
    var wrapper = box.closest(".literal-block-wrapper");
    var caption = wrapper && wrapper.querySelector(".caption-text");
    return caption ? kind + ": " + caption.textContent.trim() : kind;
  }

  function prepareBoxes() {
    if (!window.ResizeObserver) return;
    var observer = new ResizeObserver(function (entries) {
      entries.forEach(function (entry) {
        var box = entry.target;
        var scrolls = box.scrollWidth > box.clientWidth;
        var attributes = { tabindex: "0", role: "group", "aria-label": nameOf(box) };
        for (var name in attributes) {
          if (scrolls) box.setAttribute(name, attributes[name]);
          else box.removeAttribute(name);
        }
      });
    });
    document.querySelectorAll("pre[tabindex], .table-wrapper[tabindex]").forEach(function (box) { observer.observe(box); });
  }

  document.addEventListener("DOMContentLoaded", function () {
    prepareSearch();
    prepareDrawer("__navigation", "pages", "Pages of the book");
    prepareDrawer("__toc", "contents", "On this page");
    prepareBoxes();
  });
})();
