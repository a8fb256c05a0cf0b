// Lists what does not fit, what is empty and what is missing on pages of a reference.
const findings = [];

function words(element) {
    return element.textContent.trim().replace(/\s+/g, " ").slice(0, 60);
}

// The elements after a heading, up to the next one.
function section(heading) {
    const found = [];
    for (let next = heading.nextElementSibling; next && !/^H[12]$/.test(next.tagName); next = next.nextElementSibling) {
        found.push(next);
    }
    return found;
}

// Whether an element of a kind follows the title of a part of a section.
function hasPart(elements, title, kind) {
    const at = elements.findIndex((element) => element.tagName === "P" && words(element) === title);
    return at >= 0 && elements[at + 1]?.tagName === kind;
}

function checkOperation(elements, report) {
    if (!elements[0]?.textContent.startsWith("fn ")) report("has no signature");
    if (!hasPart(elements, "Example", "PRE")) report("has no example");
    if (!hasPart(elements, "Responses", "TABLE")) report("has no responses");
}

function checkModel(elements, report) {
    const isComplete = (element) =>
        element.tagName === "TABLE" || /^(Another name for |It has no fields\.)/.test(element.textContent);
    if (!elements.some(isComplete)) report("has no table");
}

function checkIndex(article, report) {
    for (const title of ["Client", "Operations"]) {
        const headings = [...article.querySelectorAll("h2")];
        if (!headings.some((heading) => heading.textContent === title)) report(`has no section ${title}`);
    }
}

for (const article of document.querySelectorAll("article")) {
    const path = article.dataset.path;
    const report = (finding) => findings.push(`${path}: ${finding}`);
    for (const folded of article.querySelectorAll("details")) folded.open = true;
    if (article.scrollWidth > article.clientWidth) report(`is ${article.scrollWidth} pixels wide`);
    for (const element of article.querySelectorAll("table, pre")) {
        if (element.scrollWidth > element.clientWidth) {
            const width = `${element.scrollWidth} of ${element.clientWidth} pixels`;
            report(`a ${element.tagName.toLowerCase()} takes ${width}: ${words(element)}`);
        }
    }
    for (const cell of article.querySelectorAll("td")) {
        if (words(cell) === "") report(`a cell is empty in: ${words(cell.parentElement)}`);
    }
    const kind = path.split("/").at(-2);
    const headings = [...article.querySelectorAll(kind === "models" ? "h1, h2" : "h2")];
    for (const heading of headings) {
        const told = (finding) => report(`\`${words(heading)}\` ${finding}`);
        if (kind === "api") checkOperation(section(heading), told);
        if (kind === "models") checkModel(section(heading), told);
    }
    if (path.endsWith("README.md")) checkIndex(article, report);
}

const list = document.createElement("pre");
list.id = "findings";
list.textContent = findings.join("\n");
document.body.append(list);
