"""`/demo/training`: a trainer says how busy it shall be, and sees how it goes."""

from __future__ import annotations

from aiohttp import hdrs, web

from contactcenter.demo.page import Pages
from contactcenter.demo.simulate import Simulation
from contactcenter.demo.training import KINDS, LONGEST_PATIENCE_S, MOST_AN_HOUR, PRESETS, Load, Training, result
from contactcenter.house import House

LONGEST_GOAL_S = 600.0


class TrainingPage:
    """What is set here goes to the simulated patrons at once."""

    def __init__(self, house: House, pages: Pages, simulation: Simulation) -> None:
        self._house = house
        self._pages = pages
        self._simulation = simulation

    def mount(self, app: web.Application) -> None:
        app.router.add_get("/demo/training", self.show)
        app.router.add_post("/demo/training", self.begin)
        app.router.add_post("/demo/training/end", self.end)

    async def show(self, request: web.Request) -> web.Response:
        training = self._simulation.training
        return await self._draw(request, training.load if training is not None else PRESETS["usual"])

    async def begin(self, request: web.Request) -> web.Response:
        """From now on so many come; what was counted so far is counted anew."""
        self._pages.require_ours(request)
        said = {name: str(value) for name, value in (await request.post()).items()}
        preset = PRESETS.get(said.get("preset", ""))
        try:
            load = preset if preset is not None else read(said)
        except ValueError:
            usual = self._simulation.training
            return await self._draw(request, usual.load if usual else PRESETS["usual"], wrong=True)
        self._simulation.train(Training(load, self._house.clock()))
        return _back()

    async def end(self, request: web.Request) -> web.Response:
        """The patrons come as they do in the demo; what was counted stays to be read."""
        self._pages.require_ours(request)
        self._simulation.end_training(self._house.clock())
        return _back()

    async def _draw(self, request: web.Request, load: Load, *, wrong: bool = False) -> web.Response:
        training, now = self._simulation.training, self._house.clock()
        went = None
        if training is not None:
            async with self._house.database.read() as session:
                went = await result(session, training, now=now)
        return self._pages.draw(
            request, "training.html", status=422 if wrong else 200, training=training, load=load, went=went,
            kinds=KINDS, presets=PRESETS, wrong=wrong, most=MOST_AN_HOUR, longest_patience=int(LONGEST_PATIENCE_S),
            longest_goal=int(LONGEST_GOAL_S), minutes=0 if training is None else
            int(((training.ended_at or now) - training.began_at).total_seconds() // 60),
        )


def read(said: dict[str, str]) -> Load:
    """The load that a form says. Raises `ValueError`."""
    return Load(
        {kind: _within(said.get(kind, ""), 0, MOST_AN_HOUR) for kind in KINDS},
        patience_s=_within(said.get("patience", ""), 5, LONGEST_PATIENCE_S),
        goal_share=_within(said.get("share", ""), 1, 100) / 100,
        goal_s=_within(said.get("within", ""), 1, LONGEST_GOAL_S),
    )


def _within(text: str, least: float, most: float) -> float:
    value = float(text)
    if not least <= value <= most:
        raise ValueError(text)
    return value


def _back() -> web.Response:
    return web.Response(status=303, headers={hdrs.LOCATION: "/demo/training", "Cache-Control": "no-store"})
