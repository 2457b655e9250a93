"""The pages that assemble several rooms: home, shelves and their archives, key areas, feeds, maps, the sentence for a missing page."""

from .feeds import feeds, shelf_feeds
from .front import catalogue, elsewhere, home, mourning, not_found, site_map
from .library import library
from .maps import SITEMAP_PART, sitemap, sitemap_index, sitemap_of, sitemap_path, standing
from .shelves import archive, archive_of, archive_path, area, shelf
from .statutory import annual_reports, disclosure, guide, guide_path, proposals

__all__ = [
    "SITEMAP_PART",
    "annual_reports",
    "archive",
    "archive_of",
    "archive_path",
    "area",
    "catalogue",
    "disclosure",
    "elsewhere",
    "feeds",
    "guide",
    "guide_path",
    "home",
    "library",
    "mourning",
    "not_found",
    "proposals",
    "shelf",
    "shelf_feeds",
    "site_map",
    "sitemap",
    "sitemap_index",
    "sitemap_of",
    "sitemap_path",
    "standing",
]
