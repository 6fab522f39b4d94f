"""The arithmetic of the report; nothing is timed here."""

import math

from bench.driving import Connection, request
from bench.figures import Figure, Processor, Promise, Sample, percentile
from bench.report import as_json, table
from bench.weights import _meets


def test_percentile_is_the_nearest_rank() -> None:
    values = [float(each) for each in range(1, 101)]
    assert percentile(values, 0.95) == 95
    assert percentile(values, 1.0) == 100
    assert percentile([7.0], 0.95) == 7
    assert math.isnan(percentile([], 0.5))


def test_a_sample_shares_processor_time_among_its_requests() -> None:
    used = Processor(web=1.5, database=0.5, driver=0.1) - Processor(web=0.5, database=0.0, driver=0.0)
    sample = Sample(8, [0.010, 0.020, 0.030, 0.040], wall=2.0, processor=used)
    assert sample.rate == 2
    assert sample.p50_ms == 25
    assert sample.p95_ms == 40
    assert sample.each_ms(sample.processor.web + sample.processor.database) == 375


def test_promises_look_up_or_down() -> None:
    assert Promise(15.0, "ms").kept(15.0)
    assert not Promise(15.0, "ms").kept(15.1)
    assert Promise(150.0, "/s", at_most=False).kept(151)
    assert not Promise(0.0, "to be measured").kept(float("nan"))


def test_the_report_says_what_was_missed() -> None:
    figures = [Figure("queue", 16.0, "ms p95", Promise(15.0, "ms p95")), Figure("limit", 9.0, "/s")]
    assert "MISSED" in table(figures).splitlines()[2]
    assert '"kept": false' in as_json(figures, dossiers=10, seconds=1.0)


def test_a_request_is_composed_once() -> None:
    asked = request("POST", "/tra-cuu/", form={"code": "H21.88", "digits": "0512"})
    head, _, body = asked.raw.partition(b"\r\n\r\n")
    assert body == b"code=H21.88&digits=0512"
    assert f"Content-Length: {len(body)}".encode() in head
    assert Connection(1)._chunks(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") == b"abcde"


def test_fonts_are_fetched_for_the_letters_of_the_page() -> None:
    assert _meets("unicode-range: U+1EA0-1EF9, U+20AB", {ord("ệ")})
    assert not _meets("unicode-range: U+0370-03FF", {ord("ệ"), ord("a")})
    assert _meets("src: url(x.woff2)", {ord("a")})
