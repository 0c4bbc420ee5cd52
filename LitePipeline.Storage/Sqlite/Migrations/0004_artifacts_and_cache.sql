-- The files that actions left: once as a JSON array in the action's row, which is read whole,
-- and once as rows of their own, which are found by their content: what is named by no row may go.
alter table actions add column artifacts blob;

-- The content's SHA-256 stands here in hex, as the package store has it.
create table artifacts (
    task_sequence  integer not null,
    action         text    not null,
    path           text    not null,
    sha256         text    not null,
    size           integer not null,
    primary key (task_sequence, action, path),
    foreign key (task_sequence, action) references actions (task_sequence, name) on delete cascade
) without rowid;
create index artifacts_sha256 on artifacts (sha256);

-- Whose result an action's is that was taken from the cache, as a JSON object.
alter table actions add column cached blob;

-- The results that are kept for actions with the same input. The key is a SHA-256 in hex.
create table cache_entries (
    sequence       integer primary key,
    key            text    not null unique,
    application_id blob    not null,
    task_id        blob    not null,
    recorded_at    integer not null,
    action         text    not null,
    artifacts      blob,
    result         blob
);
create index cache_entries_application on cache_entries (application_id);

create table cache_contents (
    entry_sequence integer not null references cache_entries (sequence) on delete cascade,
    sha256         text    not null,
    primary key (entry_sequence, sha256)
) without rowid;
create index cache_contents_sha256 on cache_contents (sha256);
