"""Stands for the packages that an application needs: make_venv.sh puts it into the venv."""


def greet(name):
    return f"Hello, {name}!"
