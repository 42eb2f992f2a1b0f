"""One progress bar over several runs."""


class Steps:
    """One progress bar over all runs; the stage of the running one is its text."""

    def __init__(self, bar, n_runs):
        self.bar, self.done_runs, self.task = bar, 0, bar.add_task("starting", total=n_runs)

    def say(self, stage):
        """A stage that has no measure of its own."""
        self.bar.update(self.task, description=stage)

    def follow(self, name):
        """The `on_progress` of one run; training is what takes the time."""

        def on_progress(stage, done, total):
            share = done / total if total and stage == "training" else 0.0
            self.bar.update(self.task, description=f"{name}: {stage}", completed=self.done_runs + share)
            return True

        return on_progress

    def done(self):
        """One run more is scored."""
        self.done_runs += 1
        self.bar.update(self.task, completed=self.done_runs)
