(function () {
  var root = document.documentElement, button = document.getElementById("theme");
  function dark() {
    var set = root.getAttribute("data-theme");
    return set ? set === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function label() { button.textContent = dark() ? "Light page" : "Dark page"; }
  button.hidden = false;
  label();
  button.addEventListener("click", function () {
    root.setAttribute("data-theme", dark() ? "light" : "dark");
    label();
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.extra)").forEach(function (part) { part.open = true; });
  });
})();
