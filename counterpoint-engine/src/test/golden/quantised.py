"""Quantises matrices, and a tiny model, with bitsandbytes.

Python 3.11, torch 2.10.0, transformers 5.23.0, bitsandbytes 0.50.2, safetensors. Run from counterpoint-engine:

    python src/test/golden/quantised.py      writes src/test/resources/golden/quantised

What quantised numbers stand for is computed by bitsandbytes' operator for any device: its CPU kernel differs where a row
is no multiple of 64.
"""

import json
import shutil
from pathlib import Path

import bitsandbytes
import torch
import transformers
from bitsandbytes import functional as bnb
from bitsandbytes.backends.default.ops import _dequantize_4bit_compute
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, BitsAndBytesConfig

assert transformers.__version__ == "5.23.0" and torch.__version__.startswith("2.10.0")
assert bitsandbytes.__version__ == "0.50.2"
torch.set_num_threads(1)

MODELS = Path("src/test/resources/golden/models")
OUT = Path("src/test/resources/golden/quantised")
BASE = "qwen2"
PROMPT = [5, 9, 30]
ANSWERS = [[41, 8, 77], [12], [64, 64, 18, 3, 90, 11]]


def dequantised(packed, state, dtype):
    absmax = state.absmax
    if state.nested:
        absmax = bnb.dequantize_blockwise(state.absmax, state.state2) + state.offset
    compute = getattr(_dequantize_4bit_compute, "__wrapped__", _dequantize_4bit_compute)
    return compute(packed.reshape(-1), absmax, state.code, state.blocksize, state.shape, dtype)


def matrices():
    generator = torch.Generator().manual_seed(3)
    normal = lambda *shape: torch.randn(*shape, generator=generator)
    code = bnb.get_4bit_type("nf4", device="cpu")
    halfway = ((code[1:] + code[:-1]) / 2).repeat(5)[:63]
    yield "ragged", (normal(7, 130) * 0.02).bfloat16()
    yield "odd", normal(5, 13)
    yield "half", (normal(12, 64) * 3).half()
    ties = normal(3, 64)
    ties[0] = torch.cat([halfway, torch.ones(1)])  # exactly between two codes
    ties[1] = 0
    ties[2] *= 1e-39  # below the smallest scale that is divided by
    yield "ties", ties
    scales = torch.exp(normal(130, 1) * 2)
    yield "many", (normal(130, 256) * scales).bfloat16()
    yield "alike", torch.ones(4, 64)  # scales that do not differ from their mean


shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir(parents=True)
tensors = {}
for name, matrix in matrices():
    tensors[name] = matrix
    for doubled in (False, True):
        packed, state = bnb.quantize_4bit(matrix, blocksize=64, compress_statistics=doubled, quant_type="nf4")
        key = f"{name}.{'nf4-double' if doubled else 'nf4'}"
        tensors[f"{key}.codes"] = packed.reshape(-1)
        tensors[f"{key}.absmax"] = state.absmax
        if doubled:
            tensors[f"{key}.offset"] = state.offset.reshape(1)
            tensors[f"{key}.outer"] = state.state2.absmax
        for dtype in (torch.bfloat16, torch.float16, torch.float32):
            if dtype == torch.bfloat16 or name in ("ragged", "odd"):
                tensors[f"{key}.{dtype}".replace("torch.", "")] = dequantised(packed, state, dtype)
    scale = (matrix.float().abs().amax(1, keepdim=True) / 127)
    q = torch.where(scale > 0, torch.round(matrix.float() / scale), torch.zeros(1)).clamp(-127, 127)
    tensors[f"{name}.int8.codes"] = q.to(torch.int8)
    tensors[f"{name}.int8.bfloat16"] = (q.to(torch.int8).float() * scale).bfloat16()
tensors["dynamic"] = bnb.create_dynamic_map()
save_file(tensors, OUT / "matrices.safetensors")


def logps(model, answer):
    tokens = torch.tensor([PROMPT + answer])
    all_logps = torch.log_softmax(model(tokens).logits[0, :-1].float(), -1)
    rows = torch.arange(len(PROMPT) - 1, tokens.shape[1] - 1)
    return all_logps[rows, tokens[0, len(PROMPT):]].tolist()


golden = {"prompt": PROMPT, "answers": ANSWERS}
for doubled in (False, True):
    name = "nf4-double" if doubled else "nf4"
    config = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=doubled,
                                bnb_4bit_compute_dtype=torch.bfloat16)
    model = AutoModelForCausalLM.from_pretrained(
        MODELS / BASE, dtype=torch.bfloat16, quantization_config=config, device_map="cpu")
    model.save_pretrained(OUT / name)
    # The model that the quantised one stands for, in fp32.
    states = {n: m.weight for n, m in model.named_modules() if hasattr(m, "weight") and hasattr(m.weight, "quant_state")}
    plain = AutoModelForCausalLM.from_pretrained(MODELS / BASE, dtype=torch.bfloat16).float().eval()
    with torch.no_grad():
        for module, weight in states.items():
            plain.get_submodule(module).weight.copy_(dequantised(weight.data, weight.quant_state, torch.bfloat16))
        golden[name] = {"quantised": len(states), "logps": [logps(plain, a) for a in ANSWERS]}
(OUT / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")
print(json.dumps(golden)[:300])
