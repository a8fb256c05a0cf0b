// Opens pages of rustdoc one by one, and lists what does not fit and which summaries are no summaries.
const findings = [];
// A line, with the longest paths of an API in it.
const MAX_SUMMARY = 130;

function opened(path) {
    return new Promise((resolve) => {
        const frame = document.createElement("iframe");
        frame.style.cssText = "width: 1200px; height: 900px; border: 0";
        frame.addEventListener("load", () => resolve(frame));
        frame.src = path;
        document.body.append(frame);
    });
}

function words(element) {
    return element.textContent.trim().replace(/\s+/g, " ");
}

function checkSummary(summary, report) {
    const text = words(summary);
    const name = words(summary.previousElementSibling);
    if (text.length > MAX_SUMMARY) report(`the summary of ${name} has ${text.length} characters: ${text}`);
    if (summary.querySelector("ul, ol, li, br")) report(`the summary of ${name} is more than a line: ${text}`);
    if (/^Schema #\/\S*\.?$/.test(text)) report(`the summary of ${name} is only a pointer: ${text}`);
    if (text === "") report(`the summary of ${name} is empty`);
}

async function check(path) {
    const frame = await opened(path);
    const page = frame.contentDocument;
    const report = (finding) => findings.push(`${path.split("/doc/").at(-1)}: ${finding}`);
    const root = page.documentElement;
    if (root.scrollWidth > root.clientWidth) report(`is ${root.scrollWidth} pixels wide`);
    for (const element of page.querySelectorAll("main table, main pre")) {
        if (element.scrollWidth > element.clientWidth) {
            const width = `${element.scrollWidth} of ${element.clientWidth} pixels`;
            report(`a ${element.tagName.toLowerCase()} takes ${width}: ${words(element).slice(0, 60)}`);
        }
    }
    const summaries = [...page.querySelectorAll("dl.item-table > dd")];
    summaries.forEach((summary) => checkSummary(summary, report));
    frame.remove();
    return summaries.length;
}

async function checkAll() {
    let summaries = 0;
    for (const path of PATHS) summaries += await check(path);
    findings.push(`${PATHS.length} pages, ${summaries} summaries`);
    const list = document.createElement("pre");
    list.id = "findings";
    list.textContent = findings.join("\n");
    document.body.append(list);
}

checkAll().catch((error) => document.body.append(String(error)));
