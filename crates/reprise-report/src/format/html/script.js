(function () {
  "use strict";
  var cases = Array.prototype.slice.call(document.querySelectorAll("details.case"));
  var box = document.getElementById("filter");
  var chips = Array.prototype.slice.call(document.querySelectorAll(".chips button"));
  var nothing = document.getElementById("nothing");
  document.querySelector("nav.tools").hidden = false;
  function filter() {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    var off = chips.filter(function (chip) { return chip.getAttribute("aria-pressed") === "false"; })
      .map(function (chip) { return chip.dataset.outcome; });
    var shown = 0;
    cases.forEach(function (one) {
      var content = one.textContent.toLowerCase();
      var wanted = off.indexOf(one.dataset.outcome) === -1;
      var fits = wanted ? words.every(function (word) { return content.indexOf(word) !== -1; }) : false;
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    nothing.hidden = shown !== 0;
  }
  function follow() {
    var target;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (broken) { return; }
    if (!target) { return; }
    if (target.closest("details.case[hidden]")) {
      box.value = "";
      chips.forEach(function (chip) { chip.setAttribute("aria-pressed", "true"); });
      filter();
    }
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
    target.scrollIntoView();
  }
  box.addEventListener("input", filter);
  chips.forEach(function (chip) {
    chip.addEventListener("click", function () {
      chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") === "true" ? "false" : "true");
      filter();
    });
  });
  window.addEventListener("hashchange", follow);
  if (location.hash) { follow(); }
})();
