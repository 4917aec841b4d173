"""Makes the environment of a driver, or leaves it as it is: python3 ../support/venv.py, in the driver's folder.

It lies in .matrix/python/<folder>, and is made again when requirements.txt or the version of Python changes.
"""

import pathlib
import shutil
import subprocess
import sys

folder = pathlib.Path.cwd()
venv = folder.parent.parent / ".matrix" / "python" / folder.name
stamp = venv / "installed.txt"
wanted = f"{sys.version}\n{(folder / 'requirements.txt').read_text()}"

if not stamp.exists() or stamp.read_text() != wanted:
    shutil.rmtree(venv, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", "requirements.txt"], check=True)
    stamp.write_text(wanted)
