"""Makes LoRA adapters of tiny models with PEFT, and what it computes with them.

Python 3.11, torch 2.10.0, transformers 5.23.0, peft 0.21.0, safetensors. Run from counterpoint-engine:

    python src/test/golden/adapters.py      writes src/test/resources/golden/adapters
"""

import json
import math
import shutil
from pathlib import Path

import peft
import torch
import transformers
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

assert transformers.__version__ == "5.23.0" and torch.__version__.startswith("2.10.0") and peft.__version__ == "0.21.0"
torch.set_num_threads(1)

MODELS = Path("src/test/resources/golden/models")
OUT = Path("src/test/resources/golden/adapters")
PROMPT = [5, 9, 30]
ANSWERS = [[41, 8, 77], [12], [64, 64, 18, 3, 90, 11]]
COEFFICIENTS = [0.7, -0.4, 0.25]

# name: (base, arguments of LoraConfig)
ADAPTERS = {
    "all-linear": ("qwen3", dict(r=3, lora_alpha=6, target_modules="all-linear")),
    "suffixes": ("llama-plain", dict(r=2, lora_alpha=5, target_modules=["q_proj", "v_proj"])),
    "patterns": ("llama-biases", dict(
        r=2, lora_alpha=4, target_modules=["q_proj", "k_proj", "down_proj", "o_proj"], use_rslora=True,
        rank_pattern={"down_proj": 4, "layers.1.self_attn.q_proj": 3}, alpha_pattern={"^model.layers.0.*k_proj": 9},
        exclude_modules=["o_proj"])),
    "layers": ("mistral", dict(r=2, lora_alpha=2, target_modules=["gate_proj", "up_proj"], layers_to_transform=[1])),
    "expression": ("qwen2", dict(
        r=2, lora_alpha=4, target_modules=r".*\.(?P<i>\d+)\.(self_attn\.o_proj|mlp\.(up|down)_proj)",
        exclude_modules=r".*\.0\.mlp.*")),
    "score": ("qwen2", dict(r=2, lora_alpha=4, target_modules=["q_proj", "down_proj"], task_type="SEQ_CLS")),
    "fused": ("phi3", dict(r=3, lora_alpha=6, target_modules=["qkv_proj", "gate_up_proj", "down_proj"])),
}


def probes(tensor):
    flat = tensor.detach().double().flatten()
    index = torch.arange(flat.numel(), dtype=torch.float64)
    return {"norm": flat.norm().item(), "dot_sin": (flat * torch.sin(index + 1)).sum().item()}


def logps(model, answer):
    tokens = torch.tensor([PROMPT + answer])
    all_logps = torch.log_softmax(model(tokens).logits[0, :-1].float(), -1)
    rows = torch.arange(len(PROMPT) - 1, tokens.shape[1] - 1)
    return all_logps[rows, tokens[0, len(PROMPT):]]


shutil.rmtree(OUT, ignore_errors=True)
golden = {}
for seed, (name, (base, arguments)) in enumerate(ADAPTERS.items()):
    torch.manual_seed(seed)
    score = arguments.get("task_type") == "SEQ_CLS"
    if score:
        model = AutoModelForSequenceClassification.from_pretrained(
            MODELS / base, num_labels=1, dtype=torch.float32, attn_implementation="eager")
        model.config.pad_token_id = None
    else:
        model = AutoModelForCausalLM.from_pretrained(MODELS / base, dtype=torch.float32, attn_implementation="eager")
    adapted = get_peft_model(model, LoraConfig(**{"task_type": "CAUSAL_LM", **arguments})).eval()
    for key, parameter in adapted.named_parameters():
        if "lora_" in key:
            parameter.data = torch.randn_like(parameter) / math.sqrt(parameter.shape[1])
    adapted.peft_config["default"].base_model_name_or_path = f"../../models/{base}"
    adapted.save_pretrained(OUT / name)
    (OUT / name / "README.md").unlink(missing_ok=True)
    entry = {"base": base}
    if score:
        entry["scores"] = [adapted(torch.tensor([PROMPT + answer])).logits.item() for answer in ANSWERS]
    else:
        rows = [logps(adapted, answer) for answer in ANSWERS]
        sum(c * row.sum() for c, row in zip(COEFFICIENTS, rows)).backward()
        entry["logps"] = [row.tolist() for row in rows]
        entry["gradients"] = {
            key.replace(".default", ""): probes(parameter.grad)
            for key, parameter in adapted.named_parameters() if parameter.requires_grad}
        merged = adapted.merge_and_unload()
        entry["merged"] = {key: probes(parameter) for key, parameter in merged.named_parameters() if "_proj.weight" in key}
    golden[name] = entry
(OUT / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")
