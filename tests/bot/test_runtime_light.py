"""TensorFlow stays out of the serving process, and stand-ins behave as decorators, bases and modules."""

import subprocess
import sys

from bot.runtime.model import ROOT
from bot.runtime.placeholder import HEAVY, Stand

CHECK = """
import sys, warnings
warnings.simplefilter("ignore")
from bot.runtime import quiet
quiet.prepare()
import rasa.core.agent, rasa.model_training
heavy = [m for n, m in sys.modules.items() if n.split(".")[0] in ("tensorflow", "keras")]
print(sys.modules["tensorflow"] in heavy, {type(m).__name__ for m in heavy})
"""


def test_importing_rasa_brings_in_no_tensorflow():
    done = subprocess.run(
        [sys.executable, "-c", CHECK], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "True {'_StandModule'}"


def test_tensorflow_already_loaded_is_left_alone():
    check = """
import sys, types
sys.modules["tensorflow"] = real = types.ModuleType("tensorflow")
from bot.runtime.placeholder import keep_tensorflow_out
assert keep_tensorflow_out() is False
assert sys.modules["tensorflow"] is real
"""
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, timeout=60, check=True)


def test_a_stand_in_decorates_is_called_subscripted_and_subclassed():
    def work():
        return 7

    assert Stand(work)() == 7
    assert Stand()(work)() == 7
    assert Stand.function(input_signature=1)(work)() == 7
    assert Stand[int].anything is Stand
    assert list(Stand) == []

    class Layer(Stand.keras.layers.Layer, option=1):
        def __init__(self, size):
            super().__init__(name="x")
            self.size = size

    assert Layer(3).size == 3
    assert "tensorflow" in HEAVY
