"""A stock Wagtail site with one page type, for bench/portal only: what the same text costs when every reader has it rendered anew."""
