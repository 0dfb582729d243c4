"""Facts of characters that follow from public character sets."""

__all__ = ["common_in_traditional"]

# Big5 orders characters by use: what is frequent has a lead byte up to C6, what is rare one from C9 on.
_LAST_COMMON_LEAD = 0xC6


def common_in_traditional(char: str) -> bool:
    """Tell whether a character is one of ordinary traditional text: one of the 5,401 frequent ones of Big5.

    后, 里 and 面 are, though simplified text uses them for more; 发 and 个 are not.

    >>> common_in_traditional("后"), common_in_traditional("个")
    (True, False)
    """
    try:
        return 0xA4 <= char.encode("big5")[0] <= _LAST_COMMON_LEAD
    except UnicodeEncodeError:
        return False
