"""Lists of files, work files, hand-over, loans, destruction, export."""

from lienthong.domain.archive.services.clearing import clear_contents
from lienthong.domain.archive.services.closing import close_file, reopen_file
from lienthong.domain.archive.services.exporting import (
    document_facts,
    file_facts,
    metadata_csv,
    metadata_xml,
    package,
)
from lienthong.domain.archive.services.filing import (
    DocumentFacts,
    correct_item,
    describe_file,
    hand_on,
    open_file,
    order_items,
    put_document,
    put_upload,
    share_file,
    take_out,
    unshare_file,
)
from lienthong.domain.archive.services.handing import offer_files, place_file, return_handover, take_handover
from lienthong.domain.archive.services.lending import ask_to_read, grant_loan, read_content, refuse_loan
from lienthong.domain.archive.services.listing import (
    Line,
    approve_list,
    fill_list,
    prepare_list,
    remove_entry,
    save_entry,
    send_list_back,
    submit_list,
)
from lienthong.domain.archive.services.printing import (
    destruction_pdf,
    document_index_pdf,
    file_list_pdf,
    transfer_index_pdf,
)
from lienthong.domain.archive.services.reminding import remind
from lienthong.domain.archive.services.retaining import (
    approve_destruction,
    cancel_destruction,
    carry_out_destruction,
    hold_file,
    lift_hold,
    prepare_destruction,
    review_destruction,
)
from lienthong.domain.archive.services.workbooks import list_workbook, read_workbook

__all__ = [
    "DocumentFacts",
    "Line",
    "approve_destruction",
    "approve_list",
    "ask_to_read",
    "cancel_destruction",
    "carry_out_destruction",
    "clear_contents",
    "close_file",
    "correct_item",
    "describe_file",
    "destruction_pdf",
    "document_facts",
    "document_index_pdf",
    "file_facts",
    "file_list_pdf",
    "fill_list",
    "grant_loan",
    "hand_on",
    "hold_file",
    "lift_hold",
    "list_workbook",
    "metadata_csv",
    "metadata_xml",
    "offer_files",
    "open_file",
    "order_items",
    "package",
    "place_file",
    "prepare_destruction",
    "prepare_list",
    "put_document",
    "put_upload",
    "read_content",
    "read_workbook",
    "refuse_loan",
    "remind",
    "remove_entry",
    "reopen_file",
    "return_handover",
    "review_destruction",
    "save_entry",
    "send_list_back",
    "share_file",
    "submit_list",
    "take_handover",
    "take_out",
    "transfer_index_pdf",
    "unshare_file",
]
