"""What every screen of a journey must bear: no fault of access, nothing wider than the screen, no complaint of the browser."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Response
from tests.e2e.stack import FRONTEND

AXE = FRONTEND / "dev" / "axe.min.js"
RULES = """axe.run(document, {iframes: false, resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
  .then(found => found.violations.map(one => one.id + ': ' + one.nodes.slice(0, 4).map(node => node.target.join(' ')).join(' | ')))"""
# The widest thing that sticks out, to name it; a table that scrolls in its own box is no fault.
WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return '';
  const out = [...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > room + 0.5);
  const first = out.find(each => !out.includes(each.parentElement)) ?? out[0];
  return `${document.documentElement.scrollWidth} px` + (first ? ` by <${first.tagName.toLowerCase()} class="${first.className}">` : '');
}"""
WIDTHS = (390, 1280)
NARROWEST = 360
HEIGHT = 844


@dataclass
class Looks:
    """Collects what is wrong, screen by screen, so that one run names everything. `pictures`: where to keep a PNG of each,
    as the screen shows it and, in `whole/`, from head to foot."""

    pictures: Path | None = None
    wrong: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> Page:
        """Hear every complaint of this page's browser."""

        def console(message: ConsoleMessage) -> None:
            # A form sent back answers 422 with its problems, 409 with what another has changed; Chromium files both as errors.
            if message.type == "error" and not any(f"status of {code}" in message.text for code in (409, 422)):
                self.wrong.append(f"console at {page.url}: {message.text}")

        def response(answer: Response) -> None:
            if answer.status >= 500:
                self.wrong.append(f"{answer.status} from {answer.url}")

        page.on("console", console)
        page.on("pageerror", lambda error: self.wrong.append(f"script at {page.url}: {error}"))
        page.on("response", response)
        return page

    def at(self, page: Page, name: str) -> None:
        """Judge this screen on a phone and on a desk; the page keeps its size."""
        before = page.viewport_size
        self.seen.append(name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT if width < 600 else 900})
            page.evaluate("document.fonts.ready")
            if self.pictures is not None:
                page.evaluate("scrollTo(0, 0)")
                # The caret stays: hiding it would put a style into every frame, which their policy refuses.
                page.screenshot(path=self.pictures / f"{name}-{width}.png", caret="initial")
                whole = self.pictures / "whole" / f"{name}-{width}.png"
                page.screenshot(path=whole, full_page=True, caret="initial")
            if not page.evaluate("'axe' in window"):
                page.evaluate(AXE.read_text("utf-8"))  # by the debugger: the page's own policy allows no foreign script
            self.wrong += [f"{name} at {width} px: {fault}" for fault in page.evaluate(RULES)]
        page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        if too_wide := page.evaluate(WIDE):
            self.wrong.append(f"{name} at {NARROWEST} px is too wide: {too_wide}")
        if before is not None:
            page.set_viewport_size(before)
