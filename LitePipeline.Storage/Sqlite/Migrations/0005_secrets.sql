-- What actions get in their environment. The value is encrypted under keys that lie apart from this file.
create table secrets (
    sequence       integer primary key,
    application_id blob    not null references applications (id) on delete cascade,
    name           text    not null,
    revision       blob    not null,
    set_at         integer not null,
    set_by         text,
    value          text    not null,
    unique (application_id, name)
);
