-- Venvs, workflows, works, schedules and services; tasks with a priority, reruns and a schedule; actions with retries.
-- New columns stand behind the long last one: a table is not written anew for them, and they are read with whole rows only.

alter table tasks add column priority integer not null default 0;
alter table tasks add column attempt_base integer not null default 0;
alter table tasks add column schedule_id blob;
create index tasks_schedule on tasks (schedule_id) where schedule_id is not null;

alter table actions add column retries integer not null default 0;
alter table actions add column losses integer not null default 0;
alter table actions add column retry_at integer;
-- A JSON array of the attempts before the latest, oldest first.
alter table actions add column earlier blob;

-- What nodes fetch is named by its SHA-256.
create index application_versions_sha256 on application_versions (sha256);

create table venvs (
    sequence       integer primary key,
    id             blob    not null unique,
    name           text    not null,
    description    text    not null,
    created_at     integer not null,
    updated_at     integer not null,
    sha1           text    not null,
    sha256         text    not null,
    format         integer not null,
    size           integer not null
);

create table venv_versions (
    history_id     integer primary key,
    venv_id        blob    not null references venvs (id) on delete cascade,
    created_at     integer not null,
    description    text    not null,
    sha1           text    not null,
    sha256         text    not null,
    format         integer not null,
    size           integer not null
);
create index venv_versions_venv on venv_versions (venv_id);
create index venv_versions_sha256 on venv_versions (sha256);

create table workflows (
    sequence       integer primary key,
    id             blob    not null unique,
    enabled        integer not null,
    created_at     integer not null,
    updated_at     integer not null,
    name           text    not null,
    description    text    not null,
    configuration  blob
);

-- Input and configuration stand last, as the input of tasks does.
create table works (
    sequence       integer primary key,
    id             blob    not null unique,
    stage          integer not null,
    status         integer,
    workflow_id    blob    not null,
    schedule_id    blob,
    created_at     integer not null,
    updated_at     integer not null,
    started_at     integer,
    ended_at       integer,
    stop_signal    integer,
    run            integer not null,
    name           text    not null,
    message        text,
    input          blob,
    configuration  blob
);
create index works_stage on works (stage);
create index works_workflow on works (workflow_id);
create index works_status on works (status, sequence, stage) where status is not null;
create index works_schedule on works (schedule_id) where schedule_id is not null;

-- The ordinal is given once, when the row is added, and says in which order a work's applications were started.
create table work_steps (
    ordinal        integer primary key,
    work_sequence  integer not null references works (sequence) on delete cascade,
    name           text    not null,
    application_id blob    not null,
    task_id        blob,
    stage          integer not null,
    status         integer,
    message        text,
    output         blob,
    unique (work_sequence, name)
);

-- Sources: 0 application, 1 workflow. Missed: 0 skip, 1 run once, 2 run all. Overlap: 0 allow, 1 skip, 2 queue.
-- A field of the timing is -1 where it is unset; queued is a JSON array of times.
create table schedules (
    sequence       integer primary key,
    id             blob    not null unique,
    enabled        integer not null,
    source         integer not null,
    source_id      blob    not null,
    missed         integer not null,
    overlap        integer not null,
    minute         integer not null,
    hour           integer not null,
    day_of_month   integer not null,
    day_of_week    integer not null,
    start_at       integer,
    end_at         integer,
    created_at     integer not null,
    updated_at     integer not null,
    decided_until  integer not null,
    last_run_at    integer,
    last_run_id    blob,
    name           text    not null,
    cron           text,
    time_zone      text,
    queued         blob,
    input          blob
);
create index schedules_source on schedules (source_id);

create table services (
    sequence          integer primary key,
    id                blob    not null unique,
    enabled           integer not null,
    application_id    blob    not null,
    signal            integer not null,
    created_at        integer not null,
    updated_at        integer not null,
    task_id           blob,
    stage             integer,
    status            integer,
    starts            integer not null,
    failures_in_a_row integer not null,
    restart_at        integer,
    name              text    not null,
    description       text    not null,
    message           text,
    input             blob
);
create index services_application on services (application_id);
