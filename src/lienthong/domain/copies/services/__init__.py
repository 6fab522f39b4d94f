"""The verbs of a certified copy.

prepare_copy(actor, owner_id, original, compared, upload | file_id, reference) -> CertifiedCopy     scan held against the original
confirm_copy, refuse_copy                                                                            a second pair of eyes
sign_copy(actor, copy_id) -> CertifiedCopy                                                           number, signature, vault
revoke_copy, save_rule, check_file(code, content), book_pdf(actor, year)
"""

from lienthong.domain.copies.services.checking import MAX_BYTES, Answer, check_file
from lienthong.domain.copies.services.preparing import Original, confirm_copy, prepare_copy, refuse_copy
from lienthong.domain.copies.services.printing import book_pdf
from lienthong.domain.copies.services.signing import check_url, revoke_copy, save_rule, sign_copy

__all__ = [
    "MAX_BYTES",
    "Answer",
    "Original",
    "book_pdf",
    "check_file",
    "check_url",
    "confirm_copy",
    "prepare_copy",
    "refuse_copy",
    "revoke_copy",
    "save_rule",
    "sign_copy",
]
