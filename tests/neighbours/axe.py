"""axe, which looks at a page for those who do not see it, or not well."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page


async def clean(page: Page) -> None:
    """Axe is content, and the page is no wider than the screen."""
    # Half a megabyte of script: once for a page, however often it is looked at.
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    found = await page.evaluate("axe.run({resultTypes: ['violations']})")
    violations = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]
    assert violations == [], page.url
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} overflows"
