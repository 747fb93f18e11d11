"""The privacy gate by the name that is promised to the outside (`analysis.disclosure.gate`)."""

from analysis.disclosure.gate import (
    HIDDEN,
    Kind,
    Released,
    protect,
    protect_linked,
    rounded_share,
)

__all__ = ["HIDDEN", "Kind", "Released", "protect", "protect_linked", "rounded_share"]
