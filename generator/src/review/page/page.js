"use strict";
(() => {
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const rows = [...document.querySelectorAll(".change")];
  const groups = [...document.querySelectorAll(".group")];
  const names = ["code", "deployed", "rule", "accepted", "text"];
  const texts = new Map();

  // The searchable text of a row is read only once, and only if a text is searched for.
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  const fits = (row, wanted) =>
    ["code", "deployed", "rule", "accepted"].every((name) => !wanted[name] || row.dataset[name] === wanted[name]) &&
    (!wanted.text || textOf(row).includes(wanted.text.toLowerCase()));

  const apply = () => {
    const wanted = Object.fromEntries(names.map((name) => [name, form.elements[name].value.trim()]));
    let number = 0;
    for (const row of rows) {
      const fit = fits(row, wanted);
      if (row.hidden === fit) row.hidden = !fit;
      if (fit) number += 1;
    }
    for (const group of groups) {
      const some = [...group.querySelectorAll(".change")].filter((row) => !row.hidden).length;
      group.parentElement.hidden = some === 0;
      group.parentElement.querySelector(".number").textContent = some;
    }
    shown.textContent = `${number} of ${rows.length} ${rows.length === 1 ? "change" : "changes"}`;
    const hash = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)).toString();
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? `#${hash}` : location.href.split("#")[0]);
  };
  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const name of names) form.elements[name].value = given.get(name) ?? "";
    apply();
  };

  let waiting = 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 80);
  });
  document.getElementById("clear").addEventListener("click", () => {
    form.reset();
    apply();
  });
  document.getElementById("open").addEventListener("click", () => {
    const visible = rows.filter((row) => !row.hidden);
    const open = visible.some((row) => !row.open);
    for (const row of visible) row.open = open;
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      form.elements.text.focus();
    }
  });
  const theme = document.getElementById("theme");
  theme.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  window.addEventListener("hashchange", () => {
    if (location.hash !== "#changes") read();
  });
  window.addEventListener("beforeprint", () => {
    for (const row of rows) row.open = true;
  });
  form.hidden = false;
  theme.hidden = false;
  read();
})();
