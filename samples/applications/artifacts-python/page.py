"""Puts what both actions have left onto one page."""
import os

from litepipeline_helper import Action

workspace, input_data = Action.get_input()
with open(Action.get_artifact("chart", "charts/walk.svg"), encoding="utf-8") as file:
    chart = file.read()
title = f"{input_data['walk']['steps']} steps, from {input_data['chart']['low']} to {input_data['chart']['high']}"
with open(os.path.join(workspace, "page.html"), "w", encoding="utf-8") as file:
    file.write(f"<!doctype html><title>{title}</title><h1>{title}</h1>{chart}")
Action.set_output({"title": title})
