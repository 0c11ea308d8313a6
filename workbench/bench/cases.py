"""The cases of the bench, each at once, four and sixteen times the work, beside its baseline."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import isqrt

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from protocols.domain.importers import read
from protocols.reviews.models import Review
from protocols.runthroughs.models import Annotation
from reports.document import document_of
from reports.gather import gather
from reports.models import Report
from reports.pdf import pdf_of
from workbench.bench import baselines, studies, usdm_study, writers
from workbench.bench.timing import compare

SIZES = (1, 4, 16)
WRITERS = (1, 8, 32)
RUNS = 5
REPORT_RUNS = 3
SAVES = 4  # of each person, at 1x


@dataclass(frozen=True)
class Result:
    """One row of the table."""

    case: str
    size: str
    ours_ms: float
    bare_ms: float
    ratio: float
    note: str = ""


def reading() -> Iterator[Result]:
    """Read a workbook, beside bare openpyxl on the same bytes."""
    for size in SIZES:
        plan = studies.schedule(visits=25, activities=40 * size)
        data = studies.workbook(plan)
        pair = compare(partial(read, data, "bench.xlsx"), partial(baselines.read_workbook, data), runs=RUNS)
        cells = len(plan.activities) * len(plan.visits)
        yield Result("Read a workbook", f"{size}x", *pair.milliseconds, pair.ratio, f"{cells:,} cells")


def reading_usdm() -> Iterator[Result]:
    """Read a USDM study, beside `json.load` on the same bytes; at 1x it has the 10,000 cells its goal is stated for."""
    for size in SIZES:
        side = 100 * isqrt(size)
        plan = studies.schedule(visits=side, activities=side)
        data = usdm_study.document(plan)
        pair = compare(partial(read, data, "bench.json"), partial(baselines.read_json, data), runs=RUNS)
        note = f"{len(plan.activities) * len(plan.visits):,} cells, {len(plan.marks):,} marks, {len(data) // 1024} kB"
        yield Result("Read a USDM study", f"{size}x", *pair.milliseconds, pair.ratio, note)


def burden_map() -> Iterator[Result]:
    """Show the burden map of 40 visits x 80 activities, beside a bare page of the same bytes."""
    for size in SIZES:
        review = studies.review_of(studies.schedule(visits=40, activities=80), ratings=500 * size)
        client, address = Client(), reverse("scores:map", args=[review.code])
        client.force_login(review.created_by)
        with CaptureQueriesContext(connection) as queries:
            baselines.page = client.get(address).content
        asked = len(queries)  # the next request makes Django forget them
        pair = compare(partial(client.get, address), partial(client.get, "/bare/page"), runs=RUNS)
        note = f"{500 * size:,} ratings, {asked} queries, {len(baselines.page) // 1024} kB"
        yield Result("Burden map, 40 x 80", f"{size}x", *pair.milliseconds, pair.ratio, note)


def saving(port: int) -> Iterator[Result]:
    """Save a step with 1, 8 and 32 people at once, beside a bare row on the same server and the same stack.

    The same stack means behind CSRF and sign-in, which no page that keeps what people say can do without. The note
    names the ratio to a row that anybody may write too: the least that a web server and a database can do.
    """
    for people in WRITERS:
        for size in SIZES:
            review = studies.review_of(studies.schedule(visits=16, activities=30), ratings=0)
            yield _saved(port, review, people, saves=SAVES * size, size=size)


def _saved(port: int, review: Review, people: int, *, saves: int, size: int) -> Result:
    walks = [studies.walker(review, number) for number in range(people)]
    rows = baselines.count_rows()
    writers.warm_up(port, walks[0])
    ours, signed = writers.save_steps(port, walks, saves), writers.insert_signed_rows(port, walks, saves)
    bare = writers.insert_rows(port, people, saves)
    kept = Annotation.objects.filter(walk__in=walks, words__endswith=f" {saves - 1}").count()
    failed = signed.failed + bare.failed
    lost = (people - kept) + (2 * people * saves - failed - (baselines.count_rows() - rows))
    over_signed, over_anybody = ours.p95_ms / signed.p95_ms, ours.p95_ms / bare.p95_ms
    note = (
        f"p95 {ours.p95_ms:.0f} beside {signed.p95_ms:.0f} ms; {people * saves} saves, lost {lost}, "
        f"failed {ours.failed + failed}; {over_anybody:.2f} of a row by anybody ({bare.p95_ms:.0f} ms)"
    )
    return Result(f"Save a step, {people} at once", f"{size}x", ours.median_ms, signed.median_ms, over_signed, note)


def report() -> Iterator[Result]:
    """Make the report's PDF in its limited process, beside bare WeasyPrint on the same page in a process of its own."""
    for size in SIZES:
        review = studies.review_of(studies.schedule(visits=4 * size, activities=12), ratings=20 * size)
        content = gather(review)
        kept = Report.objects.create(
            review=review, content=content.to_dict(), content_sha256=content.sha256, cutoff=content.cover.cutoff,
            made_by=review.created_by,
        )  # fmt: skip
        html = document_of(kept)
        pair = compare(partial(pdf_of, html), partial(baselines.make_pdf, html), runs=REPORT_RUNS)
        yield Result("Report as PDF", f"{size}x", *pair.milliseconds, pair.ratio, f"{len(html) // 1024} kB of HTML")
