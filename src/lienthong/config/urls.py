"""Every URL of the platform. Each app brings its own; this page only says where they hang."""

from django.urls import URLPattern, URLResolver, include, path

# (prefix, module). The first match wins, so the narrow ones stand first.
ROOMS = (
    ("", "lienthong.config.health"),
    ("api/v1/", "lienthong.config.api"),
    ("", "lienthong.domain.eforms.urls"),
    ("giao-dien/", "lienthong.kit.ui.urls"),
    ("", "lienthong.foundation.accounts.urls"),
    ("", "lienthong.foundation.audit.urls"),
    ("", "lienthong.foundation.notifications.urls"),
    ("", "lienthong.foundation.payments.urls"),
    ("", "lienthong.foundation.postal.urls"),
    ("", "lienthong.foundation.registers.urls"),
    ("", "lienthong.foundation.reading.urls"),
    ("", "lienthong.foundation.signing.urls"),
    ("", "lienthong.foundation.vault.urls"),
    ("", "lienthong.foundation.workflows.urls"),
    ("", "lienthong.foundation.decisions.urls"),
    ("", "lienthong.domain.searches.urls"),  # before /thu-tuc/<code>/
    ("", "lienthong.domain.comparisons.urls"),
    ("", "lienthong.domain.procedures.urls"),
    ("", "lienthong.domain.eligibility.urls"),
    ("", "lienthong.domain.declarations.urls"),
    ("", "lienthong.domain.results.urls"),
    ("", "lienthong.domain.lateness.urls"),
    ("", "lienthong.domain.dossiers.urls"),
    ("", "lienthong.domain.scans.urls"),
    ("", "lienthong.domain.figures.urls"),
    ("", "lienthong.domain.ratings.urls"),
    ("", "lienthong.domain.life_events.urls"),
    ("", "lienthong.domain.tickets.urls"),
    ("", "lienthong.domain.copies.urls"),
    ("", "lienthong.domain.correspondence.urls"),
    ("", "lienthong.domain.archive.urls"),
    ("", "lienthong.domain.drafts.urls"),
    ("lam-viec/", "lienthong.sites.workplace.urls"),
    ("", "lienthong.sites.portal.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [path(prefix, include(module)) for prefix, module in ROOMS]
