"""What holds for every page that a person sees in a browser."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
ASK_AXE = """async leftOut => {
    const rules = Object.fromEntries(leftOut.map(rule => [rule, {enabled: false}]));
    const found = await axe.run({preload: false, resultTypes: ["violations"], elementRef: false, rules});
    return found.violations.map(rule => [rule.id, rule.nodes.map(node => [node.html, node.failureSummary])]);
}"""
# Each width with the rules that are left out there. Colours are the same in both, and take three quarters of the time.
WIDTHS = {1280: [], 320: ["color-contrast"]}
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
    """What sticks out or breaks a rule of axe, in both widths."""
    found = []
    for width, left_out in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"at {width}: {fault}" for fault in _faults_at_this_width(page, left_out)]
    return found


def _faults_at_this_width(page, left_out):
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        yield "scrolls sideways"
    for rule, nodes in broken_rules(page, left_out):
        for html, summary in nodes:
            yield f"{rule}: {html[:160]} {summary[:200]}"


def broken_rules(page, left_out):
    """The rules of axe that the page breaks, each with its elements. The script is put in once per page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(ASK_AXE, left_out)


def check_page(page):
    """Fail when a rule of accessibility is broken, the page scrolls sideways, complains or asks another host."""
    assert faults(page) == []
