// One test measures the process's memory, and two cores are little for two suites of moving bytes.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
