"""The messages of reports, by the name of their golden files."""

from __future__ import annotations

from collections.abc import Mapping

from prompts.catalogue import reports
from prompts.catalogue.message import Message

HOSTILE = "<!channel> *Ann*\u202e <b>\nB"

REPORTS: Mapping[str, Message] = {
    "reports/label.heading": reports.ReportLabel("differences"),
    "reports/label.sentence": reports.ReportLabel("about_outline"),
    "reports/day": reports.ReportDay(2026, 11, 22),
    "reports/person.known": reports.ReportPerson(HOSTILE, "U0ANN"),
    "reports/person.unknown": reports.ReportPerson("", "U0ANN"),
    "reports/byline.partner": reports.ReportByline("Ann Smith", "City of Portland", "November 22, 2026"),
    "reports/byline.alone": reports.ReportByline("Ann Smith", "", "November 22, 2026"),
    "reports/agreement.partners": reports.ReportAgreement(("City", "Acme"), "Ann Smith", "November 22, 2026"),
    "reports/agreement.nobody": reports.ReportAgreement((), "Ann Smith", "November 22, 2026"),
    "reports/view.one": reports.ReportView("City", is_of_two_minds=False, said=(("Settled", ("Ann", "Ali")),)),
    "reports/view.two_minds": reports.ReportView(
        "City", is_of_two_minds=True, said=(("Settled", ("Ann",)), ("Open", ("Ali", "Bea")))
    ),
    "reports/action.due": reports.ReportAction("Ask the council", "Ann Smith", "November 30, 2026", is_done=False),
    "reports/action.done": reports.ReportAction("Ask the council", "Ann Smith", "November 30, 2026", is_done=True),
    **{
        f"reports/change.{kind}": reports.ReportChange(kind, "Open", "Settled")
        for kind in ("changed", "newly_answered", "no_longer_answered")
    },
    "reports/pair": reports.ReportPair("Who speaks", "Open"),
    "reports/names": reports.ReportNames(("Ann Smith", "Ali Khan")),
    **{f"reports/dated.{kind}": reports.ReportDated(kind, "November 22, 2026") for kind in ("as_of", "since")},
    "reports/chart_words.all": reports.ChartWords(
        (("Partners", ((2, "Settled"), (1, "Not answered"))), ("Money", ((1, "Does not apply"),))), 0
    ),
    "reports/chart_words.one_more": reports.ChartWords((("Partners", ((2, "Settled"),)),), 1),
    "reports/chart_words.more": reports.ChartWords((("Partners", ((2, "Settled"),)),), 3),
    "terminal/walkthroughs.some": reports.WalkthroughList(
        (
            reports.ListedWalkthrough("w7k2", "partnering-agreement", "C0TEAM", "running", "November 22, 2026"),
            reports.ListedWalkthrough("w7k1", "partnering-agreement", "C0TEAM", "closed", "May 3, 2026"),
        )
    ),
    "terminal/walkthroughs.none": reports.WalkthroughList(()),
    "terminal/report_written": reports.ReportWritten("w7k2.docx"),
    "terminal/report_trouble.no_walkthrough": reports.ReportTrouble("no_walkthrough", "w7k", ("w7k1", "w7k2")),
    "terminal/report_trouble.no_guess": reports.ReportTrouble("no_walkthrough", "x", ()),
    "terminal/report_trouble.not_written": reports.ReportTrouble("not_written", "/no/such/folder/w7k2.docx", ()),
}
