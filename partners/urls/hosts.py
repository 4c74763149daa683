"""Addresses of hosts, their people, their requests, and of the cold start."""

from django.urls import path

from partners.views import host_exports, hosts, leaving, majors, members, needs, waiting

urlpatterns = [
    path("join/office/", hosts.join_office, name="join_office"),
    path("join/group/", hosts.join_group, name="join_group"),
    path("hosts/<slug:slug>/", hosts.host_page, name="host_page"),
    path("hosts/<slug:slug>/ask/", hosts.ask_for_invitation, name="ask_for_invitation"),
    path("desk/<slug:slug>/settings/", hosts.host_settings, name="host_settings"),
    path("desk/<slug:slug>/settings/wants/", hosts.host_wants, name="host_wants"),
    path("desk/<slug:slug>/settings/again/", hosts.host_resubmit, name="host_resubmit"),
    path("desk/<slug:slug>/settings/majors/", majors.host_majors, name="host_majors"),
    path("desk/<slug:slug>/settings/majors/add/", majors.majors_add, name="majors_add"),
    path("desk/<slug:slug>/settings/majors/paste/", majors.majors_paste, name="majors_paste"),
    path("desk/<slug:slug>/settings/majors/typical/", majors.majors_typical, name="majors_typical"),
    path("desk/<slug:slug>/settings/closures/", hosts.host_closures, name="host_closures"),
    path("desk/<slug:slug>/settings/closures/<str:key>/remove/", hosts.closure_remove, name="closure_remove"),
    path("desk/<slug:slug>/settings/people/", members.host_members, name="host_members"),
    path("desk/<slug:slug>/settings/people/leave/", members.host_leave, name="host_leave"),
    path("desk/<slug:slug>/settings/people/<str:key>/role/", members.member_role, name="member_role"),
    path("desk/<slug:slug>/settings/people/<str:key>/end/", members.member_end, name="member_end"),
    path(
        "desk/<slug:slug>/settings/invitations/<str:key>/withdraw/",
        members.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("desk/<slug:slug>/export/", host_exports.host_export, name="host_export"),
    path("desk/<slug:slug>/export/<str:key>/", host_exports.host_export_file, name="host_export_file"),
    path("desk/<slug:slug>/leave/", leaving.host_end, name="host_end"),
    path("desk/<slug:slug>/leave/back/", leaving.host_come_back, name="host_come_back"),
    path("desk/<slug:slug>/requests/", needs.needs, name="needs"),
    path("desk/<slug:slug>/requests/new/", needs.need_new, name="need_new"),
    path("requests/<str:key>/", needs.need, name="need"),
    path("requests/<str:key>/edit/", needs.need_edit, name="need_edit"),
    path("requests/<str:key>/meaning/", needs.need_meaning, name="need_meaning"),
    path("requests/<str:key>/publish/", needs.need_publish, name="need_publish"),
    path("requests/<str:key>/fill/", needs.need_fill, name="need_fill"),
    path("requests/<str:key>/reopen/", needs.need_reopen, name="need_reopen"),
    path("requests/<str:key>/withdraw/", needs.need_withdraw, name="need_withdraw"),
    path("writer/requests/", needs.writer_needs, name="writer_needs"),
    path("writer/waiting/", waiting.waiting_names, name="waiting_names"),
    path("writer/waiting/<int:unitid>/", waiting.waiting_letter, name="waiting_letter"),
    path("writer/waiting/<int:unitid>/remove/", waiting.waiting_remove, name="waiting_remove"),
    path("desk/<slug:slug>/invite-writer/", waiting.invite_writer, name="invite_writer"),
    path(
        "desk/<slug:slug>/invite-writer/<str:key>/withdraw/",
        waiting.writer_invitation_withdraw,
        name="writer_invitation_withdraw",
    ),
]
