"""What holds for every page that a person sees in a browser."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
ASK_AXE = """async () => {
    const options = {preload: false, resultTypes: ["violations"], elementRef: false};
    const found = await axe.run({...options, rules: {"color-contrast": {enabled: false}}});
    return found.violations.map(rule => [rule.id, rule.nodes.map(node => [node.html, node.failureSummary])]);
}"""
# Colours follow from what an element and those around it are. To judge each text of each page takes three quarters of
# the time, so a text is judged once for all pages where it stands in the same place: the same kind of element, with the
# same classes and states, within elements that are the same again.
LIST_PLACES = """() => {
    const states = ["class", "type", "role", "disabled", "open", "hidden", "aria-current", "aria-invalid",
        "aria-disabled", "aria-selected", "aria-expanded", "aria-sort", "scope"];
    const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const known = new Map();
    const placeOf = element => {
        if (!element) return scheme;
        if (!known.has(element)) {
            const own = states.filter(state => element.hasAttribute(state))
                .map(state => `${state}=${element.getAttribute(state)}`);
            const edges = [element.hasAttribute("href") ? "link" : "", element.matches(":first-child") ? "first" : "",
                element.matches(":last-child") ? "last" : ""];
            known.set(element, [placeOf(element.parentElement), element.localName, ...own, ...edges].join(" "));
        }
        return known.get(element);
    };
    window.textsByPlace = new Map();
    for (const element of document.body.querySelectorAll("*")) {
        const speaks = element.matches("input, select, textarea, button")
            || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (speaks && element.checkVisibility() && !window.textsByPlace.has(placeOf(element)))
            window.textsByPlace.set(placeOf(element), element);
    }
    return [...window.textsByPlace.keys()];
}"""
ASK_COLOURS = """async places => {
    const include = places.map(place => window.textsByPlace.get(place));
    const options = {preload: false, resultTypes: ["violations"], elementRef: false, runOnly: ["color-contrast"]};
    const found = await axe.run({include}, options);
    return found.violations.map(rule => [rule.id, rule.nodes.map(node => [node.html, node.failureSummary])]);
}"""
JUDGED = set()  # the places of texts whose colours are good
WIDTHS = [1280, 320]
HEIGHT = 900
# The browser's own line about an answer of 403, 404 or 422, which the tests themselves expect.
EXPECTED = "the server responded with a status of 4"


def watch(page, home):
    """Note what the page complains of and which other hosts it asks, from now on."""
    page.complaints, page.strangers = [], []

    def note_complaint(message):
        if message.type == "error" and EXPECTED not in message.text:
            page.complaints.append(message.text)

    def note_stranger(request):
        if not request.url.startswith((home, "data:")):
            page.strangers.append(request.url)

    page.on("console", note_complaint)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", note_stranger)
    return page


def faults(page):
    """Everything that is wrong with the page as it stands, in both widths; empty when nothing is."""
    page.wait_for_load_state()  # a click waits for the answer to begin, not for the page to be whole
    where = page.url.partition("//")[2].partition("/")[2]
    found = [f"/{where}: complains: {text}" for text in page.complaints]
    found += [f"/{where}: asks another host: {address}" for address in page.strangers]
    page.complaints.clear()
    page.strangers.clear()
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"/{where}: {headings} headings of the first level")
    summarised, titled = page.locator(".error-summary[autofocus]").count() > 0, page.title().startswith("Fel: ")
    if summarised != titled:
        found.append(f"/{where}: title “{page.title()}” and error summary disagree")
    return found + [f"/{where} {fault}" for fault in faults_of_form(page)]


def faults_of_form(page):
    """What sticks out or breaks a rule of axe, in both widths. Colours are the same in both."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"at {width}: {fault}" for fault in _faults_at_this_width(page)]
        if width == WIDTHS[0]:
            found += _told(faults_of_colour(page))
    return found


def _faults_at_this_width(page):
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        yield "scrolls sideways"
    yield from _told(broken_rules(page))


def broken_rules(page):
    """The rules of axe that the page breaks, each with its elements, but for colours."""
    _bring_axe(page)
    return page.evaluate(ASK_AXE)


def faults_of_colour(page):
    """Texts that cannot be told from what is behind them, among those in places that no page before had."""
    _bring_axe(page)
    new = [place for place in page.evaluate(LIST_PLACES) if place not in JUDGED]
    found = page.evaluate(ASK_COLOURS, new) if new else []
    if not found:
        JUDGED.update(new)
    return found


def _bring_axe(page):
    """The script is put in once per page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)


def _told(rules):
    return [f"{rule}: {html[:160]} {summary[:200]}" for rule, nodes in rules for html, summary in nodes]


def check_page(page):
    """Fail when a rule of accessibility is broken, the page scrolls sideways, complains or asks another host."""
    if found := faults(page):
        raise AssertionError("\n".join(found))
