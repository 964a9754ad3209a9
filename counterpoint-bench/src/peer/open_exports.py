"""Opens an export with the code by which the program it is for reads its data, and compares every text with the pairs.

    python3 open_exports.py llamafactory|openrlhf|axolotl|nemo-rl FOLDER --pairs pairs.jsonl --tokenizer MODEL_FOLDER

FOLDER is what `counterpoint export --format NAME` wrote of the groups beside pairs.jsonl. Each of the four wants a
virtual environment of its own, as they pin different versions (docs/export.md has those that were tried):

    pip install llamafactory        # or --no-deps, with the transformers, datasets, trl and peft that it names
    pip install --no-deps openrlhf axolotl    # and what their imports ask for
    --nemo-rl preference_dataset.py           # NeMo-RL is not on PyPI: the reader from its repository

Prints a line of counts; ends with 1 where a text differs.
"""

import argparse
import importlib.util
import json
import os
import sys
import types


def pairs_of(file):
    with open(file, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            pair = json.loads(line)
            yield pair["prompt"], pair["chosen"][0]["content"], pair["rejected"][0]["content"]


def llamafactory(arguments):
    from llamafactory.data import get_dataset, get_template_and_fix_tokenizer
    from llamafactory.data.loader import _load_single_dataset
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.hparams import get_train_args
    from llamafactory.model import load_tokenizer

    settings = {
        "stage": "dpo",
        "do_train": True,
        "model_name_or_path": arguments.tokenizer,
        "dataset": "preference",
        "dataset_dir": arguments.folder,
        "template": "default",
        "cutoff_len": 8192,
        "output_dir": os.path.join(arguments.folder, "unused"),
        "overwrite_cache": True,
        "use_cpu": True,
    }
    model_args, data_args, training_args, _, _ = get_train_args(settings)
    (attributes,) = get_dataset_list(["preference"], data_args.dataset_dir)
    aligned = _load_single_dataset(attributes, model_args, data_args, training_args)
    tokenizer = load_tokenizer(model_args)
    template = get_template_and_fix_tokenizer(tokenizer["tokenizer"], data_args)
    encoded = get_dataset(template, model_args, data_args, training_args, stage="rm", **tokenizer)
    print(len(encoded["train_dataset"]), "rows as token ids, by LLaMA-Factory's pairwise processor")
    for row in aligned:
        # It calls a tool's turn an observation.
        roles = {"observation": "tool"}
        prompt = [
            {"role": roles.get(message["role"], message["role"]), "content": message["content"]}
            for message in row["_prompt"]
        ]
        if row["_system"]:
            prompt.insert(0, {"role": "system", "content": row["_system"]})
        chosen, rejected = row["_response"]
        yield prompt, chosen["content"], rejected["content"]


def openrlhf(arguments):
    from openrlhf.datasets import RewardDataset
    from openrlhf.datasets.utils import blending_datasets
    from transformers import AutoTokenizer

    keys = types.SimpleNamespace(
        prompt_key="prompt", chosen_key="chosen", rejected_key="rejected", apply_chat_template=True
    )
    strategy = types.SimpleNamespace(args=types.SimpleNamespace(data=keys), print=print, is_rank_0=lambda: True)
    rows = blending_datasets(os.path.join(arguments.folder, "preference.jsonl"), strategy=strategy)
    tokenizer = AutoTokenizer.from_pretrained(arguments.tokenizer)
    data = RewardDataset(rows, tokenizer, 8192, strategy, is_dpo=True, num_processors=1)
    item = data[0]
    print("the first item as token ids:", [tuple(part.shape) for part in item if hasattr(part, "shape")])
    messages = [row["prompt"] for row in rows]
    for prompt, chosen, rejected in zip(messages, data.chosens, data.rejects):
        yield prompt, untemplated(chosen, tokenizer), untemplated(rejected, tokenizer)


def axolotl(arguments):
    from axolotl.prompt_strategies.dpo import load
    from axolotl.utils.dict import DictDefault
    from datasets import load_dataset
    from transformers import AutoTokenizer

    config = DictDefault(
        {
            "rl": "dpo",
            "chat_template": "tokenizer_default",
            "datasets": [{"path": arguments.folder, "type": "chat_template.default", "field_messages": "messages"}],
        }
    )
    transform = load("chat_template.default", config, dataset_idx=0)
    transform = transform[0] if isinstance(transform, tuple) else transform
    tokenizer = AutoTokenizer.from_pretrained(arguments.tokenizer)
    rows = load_dataset("json", data_files=os.path.join(arguments.folder, "preference.jsonl"), split="train")
    for row in rows:
        made = transform(row, tokenizer=tokenizer)
        expected = tokenizer.apply_chat_template(row["messages"], add_generation_prompt=True, tokenize=False)
        assert made["prompt"] == expected
        yield row["messages"], untemplated(made["chosen"], tokenizer), untemplated(made["rejected"], tokenizer)


def nemo_rl(arguments):
    interfaces = types.ModuleType("nemo_rl.data.interfaces")
    interfaces.TaskDataSpec = types.SimpleNamespace
    for name in ("nemo_rl", "nemo_rl.data"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["nemo_rl.data.interfaces"] = interfaces
    spec = importlib.util.spec_from_file_location("preference_dataset", arguments.nemo_rl)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    data = module.PreferenceDataset(os.path.join(arguments.folder, "preference.jsonl"))
    for row in data.formatted_ds["train"]:
        best, worst = sorted(row["completions"], key=lambda completion: completion["rank"])
        yield row["context"], best["completion"][0]["content"], worst["completion"][0]["content"]


def untemplated(text, tokenizer):
    """The answer without what ends the assistant's turn in the tokenizer's template."""
    turn = tokenizer.apply_chat_template(
        [{"role": "user", "content": "q"}, {"role": "assistant", "content": "MARK"}], tokenize=False
    )
    end = turn[turn.index("MARK") + len("MARK") :]
    for ending in (end, end.rstrip()):
        if ending and text.endswith(ending):
            return text[: -len(ending)]
    return text


def main():
    readers = {"llamafactory": llamafactory, "openrlhf": openrlhf, "axolotl": axolotl, "nemo-rl": nemo_rl}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("format", choices=readers)
    parser.add_argument("folder")
    parser.add_argument("--pairs", required=True)
    parser.add_argument("--tokenizer")
    parser.add_argument("--nemo-rl")
    arguments = parser.parse_args()

    expected = list(pairs_of(arguments.pairs))
    found = list(readers[arguments.format](arguments))
    differing = [number for number, (a, b) in enumerate(zip(expected, found), 1) if a != b]
    print(f"{arguments.format}: {len(expected)} pairs, {len(found)} rows read, {len(differing)} of them differ")
    for number in differing[:5]:
        for ours, theirs in zip(expected[number - 1], found[number - 1]):
            if ours != theirs:
                print(f"  row {number}: {str(ours)[:200]!r}\n    read as {str(theirs)[:200]!r}")
    sys.exit(1 if differing or len(expected) != len(found) else 0)


if __name__ == "__main__":
    main()
