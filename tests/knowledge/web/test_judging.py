"""Whether a page is what was asked for."""

from __future__ import annotations

import time

import pytest

from knowledge.web.judging import judge_page, leads_to_login


def titled(title: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><p>words</p></body></html>".encode()


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404",
        "404 - Page not found",
        "404: This page could not be found.",
        "Not Found",
        "Page Not Found",
        "Page not found \u2013 Lakeside County",
        "Lakeside County | Page Not Found (404)",
        "Lakeside: Page not found",
        "Lakeside » Page not found",
        "Oops! That page can\u2019t be found.",
        "Oops! That page can&rsquo;t be found.",
        "Sorry, the page you were looking for doesn't exist",
        "Sorry, the page you're looking for could not be found",
        "The requested page cannot be found",
        "We couldn't find the page you were looking for",
        "This article is no longer available",
        "File not found.",
        "The document you requested is gone",
        "  page \n not\t found ",
    ],
)
def test_a_title_that_says_not_found_is_believed(title: str) -> None:
    """Alone or beside the name of the site, in the usual ways of saying it; in a first heading too."""
    assert judge_page(titled(title)) == "soft_404"
    assert judge_page(titled("Lakeside") + f"<h1 class='x'><span>{title}</span></h1>".encode()) == "soft_404"


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Clinics",
        "404 ways to meet a partner",
        "What to do when trust is not found",
        "Lost and found: a page of history",
        "Not found in any plan: shared leadership",
        "The site of a missing middle",
        "Error rates in public services",
        "When the document is missing a signature",
        "Gone fishing",
    ],
)
def test_a_title_that_says_more_is_a_title(title: str) -> None:
    """Words that look alike do not lose a page."""
    assert judge_page(titled(title)) == ""


def test_a_second_heading_says_nothing_of_the_page() -> None:
    """A box about another thing that was not found."""
    assert judge_page(titled("Clinics") + b"<h1>Clinics</h1><h1>Not found</h1><title>404</title>") == ""


def test_a_password_beside_much_text_is_no_login_page() -> None:
    """Many sites have a small login form above every page."""
    form = b"<form><input type=password></form>"
    assert judge_page(form + b"<p>words</p>") == "login"
    assert judge_page(form + b"<style>" + b"a " * 2_000 + b"</style>") == "login"
    assert judge_page(form + b"<p>" + b"words " * 400 + b"</p>") == ""
    assert judge_page(b"<script>'<input type=password>'</script><p>words</p>") == ""


@pytest.mark.parametrize(
    "target", ["/login", "/log-in/", "/users/sign_in?next=/a", "/SSO/start", "/oauth2/authorize", "/login.aspx"]
)
def test_the_way_to_a_login_page_is_known(target: str) -> None:
    """By its path, unless that is what was asked for."""
    assert leads_to_login(target, "/a")
    assert not leads_to_login(target, "/login")


@pytest.mark.parametrize("target", ["/", "/blogin", "/login-free", "/signing-ceremony", "/a?next=/login", "/authors/"])
def test_other_paths_are_no_way_to_a_login_page(target: str) -> None:
    """Words that begin or end alike."""
    assert not leads_to_login(target, "/a")


@pytest.mark.parametrize(
    "body",
    [
        b"<" * 1_000_000,
        b"<h1" * 300_000,
        b"<!--" * 300_000,
        b"<script>" * 200_000,
        b"<title>" + b"sorry " * 200_000,
        b"<title>" + b"the " * 49 + b"</title>",
        b"<h1>" * 200_000 + b"404",
        b"<input type= " * 100_000,
        b" " * 1_000_000,
        bytes(1_000_000),
        bytes(range(256)) * 4_000,
    ],
)
def test_no_page_takes_long(body: bytes) -> None:
    """Whatever is in it: only the beginning is looked at, once."""
    started = time.process_time()
    judge_page(body)
    assert time.process_time() - started < 1
