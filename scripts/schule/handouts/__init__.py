"""Handouts: records as PDF, DOCX, ODT and HTML, through pandoc and Typst."""

from schule.handouts.faults import HANDOUT_RULES
from schule.handouts.onsite import HandoutReport, write_handouts

__all__ = ["HANDOUT_RULES", "HandoutReport", "write_handouts"]
