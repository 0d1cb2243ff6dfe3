"""Every address of the console, and which roles may use it: the one place that says so."""

from __future__ import annotations

from bot.accounts.roles import EVERYONE
from bot.console import (
    administering,
    changing,
    desk_changes,
    desk_list,
    desk_ticket,
    drafts,
    figures_pages,
    learning_pages,
    library,
    lookup,
    own,
    signing,
    uploads,
)
from bot.console.guard import Route
from bot.console.menu import ADMINS, EDITORS, HANDLERS, LEADERS, READERS, TEACHERS

_KNOWLEDGE, _DRAFT, _MEASURE = "/knowledge", "/knowledge/drafts/{draft}", "/knowledge/measures/{id}"
_TICKET = "/tickets/{number}"
_ITEM = f"{_DRAFT}/items/{{slug}}"

ROUTES = (
    Route("GET", "/login", signing.sign_in_page, None, ""),
    Route("POST", "/login", signing.sign_in, None, ""),
    Route("POST", "/login/code", signing.second_step, None, ""),
    Route("POST", "/logout", signing.sign_out, None, ""),
    Route("GET", "/", lookup.look_up_page, EVERYONE, "look-up"),
    Route("GET", "/results", lookup.results, EVERYONE, "look-up"),
    Route("GET", "/measures/{id}", lookup.measure_page, EVERYONE, "measure"),
    Route("GET", "/account", own.own_page, EVERYONE, "account"),
    Route("POST", "/account/password", own.change_password, EVERYONE, "account.password"),
    Route("POST", "/account/totp/new", own.begin_second_factor, EVERYONE, "account.totp-new"),
    Route("POST", "/account/totp", own.set_second_factor, EVERYONE, "account.totp"),
    Route("POST", "/account/totp/off", own.drop_second_factor, EVERYONE, "account.totp-off"),
    Route("POST", "/account/others", own.end_others, EVERYONE, "account.others"),
    Route("GET", _KNOWLEDGE, library.library_page, READERS, "knowledge"),
    Route("GET", _MEASURE, library.history_page, READERS, "knowledge.history"),
    Route("GET", f"{_MEASURE}/edit", changing.change_page, EDITORS, "knowledge.change-form"),
    Route("POST", f"{_MEASURE}/edit", changing.change, EDITORS, "knowledge.change"),
    Route("POST", f"{_MEASURE}/retire", library.retire, EDITORS, "knowledge.retire"),
    Route("POST", f"{_MEASURE}/rollback", library.roll_back, EDITORS, "knowledge.rollback"),
    Route("GET", f"{_KNOWLEDGE}/drafts", drafts.drafts_page, READERS, "drafts"),
    Route("GET", _DRAFT, drafts.draft_page, READERS, "draft"),
    Route("POST", f"{_DRAFT}/header", drafts.edit_header, EDITORS, "draft.header"),
    Route("POST", f"{_DRAFT}/approve", drafts.approve, EDITORS, "draft.approve"),
    Route("POST", f"{_DRAFT}/reject", drafts.reject, EDITORS, "draft.reject"),
    Route("GET", _ITEM, drafts.item_page, READERS, "draft.item"),
    Route("POST", f"{_ITEM}/edit", drafts.edit_item, EDITORS, "draft.edit"),
    Route("GET", f"{_KNOWLEDGE}/import", uploads.upload_page, EDITORS, "import-form"),
    Route("POST", f"{_KNOWLEDGE}/import", uploads.upload, EDITORS, "import", most=uploads.MOST),
    Route("GET", f"{_KNOWLEDGE}/imports/{{job}}", uploads.progress, EDITORS, "", poll=True),
    Route("GET", "/tickets", desk_list.tickets_page, HANDLERS, "tickets"),
    Route("GET", "/tickets/part", desk_list.tickets_part, HANDLERS, "", poll=True),
    Route("GET", "/tickets/new", desk_list.new_page, HANDLERS, "ticket.new-form"),
    Route("POST", "/tickets/new", desk_list.open_ticket, HANDLERS, "ticket.new"),
    Route("GET", "/tickets/export.csv", desk_list.export_csv, LEADERS, "tickets.export"),
    Route("GET", "/tickets/export.json", desk_list.export_json, LEADERS, "tickets.export"),
    Route("GET", _TICKET, desk_ticket.ticket_page, HANDLERS, "ticket"),
    Route("GET", f"{_TICKET}/talk", desk_ticket.talk, HANDLERS, "", poll=True),
    Route("POST", f"{_TICKET}/reveal", desk_ticket.reveal, HANDLERS, "ticket.reveal"),
    *(
        Route("POST", f"{_TICKET}/{what}", page, HANDLERS, f"ticket.{what}")
        for what, page in desk_changes.CHANGES.items()
    ),
    Route("GET", "/learning", learning_pages.learning_page, TEACHERS, "learning"),
    Route("POST", "/learning/sentence", learning_pages.teach, TEACHERS, "learning.sentence"),
    Route("POST", "/learning/synonym", learning_pages.synonym, TEACHERS, "learning.synonym"),
    Route("POST", "/learning/draft", learning_pages.draft, TEACHERS, "learning.draft"),
    Route("POST", "/learning/dismiss", learning_pages.dismiss, TEACHERS, "learning.dismiss"),
    Route("POST", "/learning/published", learning_pages.published, TEACHERS, "learning.published"),
    Route("GET", "/learning/sentences.yml", learning_pages.sentences_file, TEACHERS, "learning.export"),
    Route("GET", "/learning/synonyms.yml", learning_pages.synonyms_file, TEACHERS, "learning.export"),
    Route("GET", "/figures", figures_pages.figures_page, LEADERS, "figures"),
    Route("GET", "/figures.csv", figures_pages.figures_csv, LEADERS, "figures.export"),
    Route("GET", "/push", figures_pages.push_page, LEADERS, "push"),
    Route("GET", "/audit", administering.audit_page, LEADERS, "audit"),
    Route("GET", "/accounts", administering.accounts_page, ADMINS, "accounts"),
    Route("POST", "/accounts/{name}", administering.change_account, ADMINS, "accounts.change"),
)
