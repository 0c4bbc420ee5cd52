-- Ids are UUIDs as 16 bytes in the order of their text. Times are 100 ns since 1970 UTC. JSON is UTF-8, kept as it came.
-- Stages: 0 pending, 1 running, 2 stopping, 3 recovering, 4 finished. Statuses: 0 success, 1 fail, 2 kill, 3 cancel, 4 terminate, 5 error.

create table applications (
    sequence       integer primary key,
    id             blob    not null unique,
    name           text    not null,
    description    text    not null,
    created_at     integer not null,
    updated_at     integer not null,
    sha1           text    not null,
    sha256         text    not null,
    format         integer not null,
    size           integer not null,
    configuration  blob
);

create table application_versions (
    history_id     integer primary key,
    application_id blob    not null references applications (id) on delete cascade,
    created_at     integer not null,
    description    text    not null,
    sha1           text    not null,
    sha256         text    not null,
    format         integer not null,
    size           integer not null,
    configuration  blob
);
create index application_versions_application on application_versions (application_id);

-- The input stands last: what lists and filters read lies before it, on the row's first page.
create table tasks (
    sequence       integer primary key,
    id             blob    not null unique,
    stage          integer not null,
    status         integer,
    application_id blob    not null,
    work_id        blob,
    service_id     blob,
    created_at     integer not null,
    updated_at     integer not null,
    started_at     integer,
    ended_at       integer,
    stop_signal    integer,
    name           text    not null,
    version        text    not null,
    message        text,
    input          blob
);
-- An index holds the sequence as its last member, so each of these gives its list newest first without sorting.
create index tasks_stage on tasks (stage);
create index tasks_application on tasks (application_id);
-- What is null in most rows costs these rows nothing. With the stage in it, "finished with success" is counted here alone.
create index tasks_status on tasks (status, sequence, stage) where status is not null;
create index tasks_work on tasks (work_id) where work_id is not null;
create index tasks_service on tasks (service_id) where service_id is not null;

-- One tree, not a table and an index beside it: an action is written twice and found by its task.
create table actions (
    task_sequence  integer not null references tasks (sequence) on delete cascade,
    name           text    not null,
    ordinal        integer not null,
    stage          integer not null,
    status         integer,
    attempt        integer not null,
    node           blob,
    started_at     integer,
    ended_at       integer,
    return_code    integer,
    failure_kind   integer,
    failure        text,
    result         blob,
    primary key (task_sequence, name)
) without rowid;

-- The highest number given, raised when rows go away; while they are there, the rows say it themselves.
create table high_marks (
    name           text    not null primary key,
    value          integer not null
) without rowid;
