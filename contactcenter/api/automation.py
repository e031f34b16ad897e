"""Rules of automation, trying them, and macros."""

from __future__ import annotations

from datetime import timedelta

from contactcenter.api.route import Call, Routes
from contactcenter.api.visible import belongs, require_belonging, require_supervisor
from contactcenter.automation.act import Doer
from contactcenter.automation.dry_run import dry_run
from contactcenter.automation.macros import add_macro, apply_macro, change_macro, macros, remove_macro
from contactcenter.automation.macros import shape as macro_shape
from contactcenter.automation.rules import (
    add_rule,
    all_rules,
    change_rule,
    names,
    place_rule,
    remove_rule,
    require_there,
    shape,
    switch_rule,
)
from contactcenter.events import tail
from contactcenter.queue.calendars import Calendars
from contactcenter.shapes.automation import (
    AutomationRule,
    AutomationRules,
    DryRun,
    DryRunAsk,
    Macro,
    MacroApplyAsk,
    MacroAsk,
    MacroOutcome,
    MacroOutcomes,
    Macros,
    RuleAsk,
    RuleNames,
    RulePlaceAsk,
    RuleSwitchAsk,
)
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound

routes = Routes("Automation")


@routes.get("/automation", problems=(403,))
async def list_rules(call: Call) -> AutomationRules:
    """The rules in their order, with how often each acted lately and where it failed."""
    require_supervisor(call.scope)
    position = await tail.head(call.session)
    return AutomationRules(items=await all_rules(call.session, now=call.now), position=position)


@routes.get("/automation/names")
async def list_rule_names(call: Call) -> RuleNames:
    """What rules are called, those that were removed, too."""
    return RuleNames(items=await names(call.session) if belongs(call.scope) else [])


@routes.post("/automation", status=201)
async def create_rule(call: Call, ask: RuleAsk) -> AutomationRule:
    """Make a rule, last in the order; off, unless the ask says otherwise."""
    row = await add_rule(call.session, scope=call.scope, actor=call.actor, now=call.now, ask=ask)
    return await shape(call.session, row, now=call.now)


@routes.put("/automation/{rule_id}", problems=(409,))
async def replace_rule(call: Call, rule_id: int, ask: RuleAsk) -> AutomationRule:
    """Rewrite a rule. Of what happened before it does nothing."""
    row = await change_rule(call.session, scope=call.scope, actor=call.actor, now=call.now, rule_id=rule_id, ask=ask)
    return await shape(call.session, row, now=call.now)


@routes.post("/automation/{rule_id}/switch")
async def turn_rule(call: Call, rule_id: int, ask: RuleSwitchAsk) -> AutomationRule:
    """Turn a rule on or off."""
    row = await switch_rule(
        call.session, scope=call.scope, actor=call.actor, now=call.now, rule_id=rule_id, on=ask.on
    )
    return await shape(call.session, row, now=call.now)


@routes.post("/automation/{rule_id}/place")
async def reorder_rule(call: Call, rule_id: int, ask: RulePlaceAsk) -> AutomationRule:
    """Let a rule stand elsewhere in the order."""
    row = await place_rule(
        call.session, scope=call.scope, actor=call.actor, now=call.now, rule_id=rule_id, place=ask.place
    )
    return await shape(call.session, row, now=call.now)


@routes.delete("/automation/{rule_id}")
async def delete_rule(call: Call, rule_id: int) -> None:
    """Take a rule away; what it did stays."""
    await remove_rule(call.session, scope=call.scope, actor=call.actor, now=call.now, rule_id=rule_id)


@routes.post("/automation/dry-run", transaction="own")
async def try_rule(call: Call, ask: DryRunAsk) -> DryRun:
    """Try a rule against past tickets: which would match, and what would be done. Nothing is."""
    require_supervisor(call.scope)
    async with call.house.database.read() as session:
        await require_there(session, ask.rule.conditions, ask.rule.actions)
        return await dry_run(session, rule=ask.rule, last=ask.last, calendars=Calendars(call.house.settings))


@routes.get("/macros")
async def list_macros(call: Call) -> Macros:
    """The library's macros."""
    position = await tail.head(call.session)
    return Macros(items=await macros(call.session, scope=call.scope), position=position)


@routes.post("/macros", status=201, problems=(409,))
async def create_macro(call: Call, ask: MacroAsk) -> Macro:
    """Make a macro for everybody."""
    return macro_shape(await add_macro(call.session, scope=call.scope, actor=call.actor, now=call.now, ask=ask))


@routes.put("/macros/{macro_id}", problems=(409,))
async def replace_macro(call: Call, macro_id: int, ask: MacroAsk) -> Macro:
    """Rewrite a macro."""
    return macro_shape(await change_macro(
        call.session, scope=call.scope, actor=call.actor, now=call.now, macro_id=macro_id, ask=ask
    ))


@routes.delete("/macros/{macro_id}")
async def delete_macro(call: Call, macro_id: int) -> None:
    """Take a macro away."""
    await remove_macro(call.session, scope=call.scope, actor=call.actor, now=call.now, macro_id=macro_id)


@routes.post("/macros/{macro_id}/apply", transaction="own")
async def use_macro(call: Call, macro_id: int, ask: MacroApplyAsk) -> MacroOutcomes:
    """Apply a macro to tickets that I see, each for itself: what one refuses stops no other."""
    require_belonging(call.scope)
    settings = call.house.settings
    calendars = Calendars(settings)
    outcomes = []
    for ticket_id in dict.fromkeys(ask.ticket_ids):
        doer = Doer(
            scope=call.scope, actor=call.actor, now=call.now, once=ask.client_id, library=settings.library.name,
            hold=timedelta(seconds=settings.mail.undo_s), ours=call.house.is_ours,
        )
        code: str | None = None
        try:
            async with call.house.database.transaction() as session:
                await apply_macro(session, macro_id=macro_id, ticket_id=ticket_id, doer=doer, calendars=calendars)
        except Conflict as error:
            code = error.code
        except (Forbidden, Invalid, NotFound) as error:
            code = {Forbidden: "forbidden", Invalid: "invalid", NotFound: "not_found"}[type(error)]
        outcomes.append(MacroOutcome(ticket_id=ticket_id, code=code))
    return MacroOutcomes(items=outcomes)
