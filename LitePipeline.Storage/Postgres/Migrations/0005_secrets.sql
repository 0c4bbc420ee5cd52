-- What actions get in their environment. The value is encrypted under keys that lie apart from this database.
create table secrets (
    sequence       bigint           not null primary key,
    application_id bytea            not null references applications (id) on delete cascade,
    name           text collate "C" not null,
    revision       bytea            not null,
    set_at         bigint           not null,
    set_by         text collate "C",
    value          text collate "C" not null,
    unique (application_id, name)
);
