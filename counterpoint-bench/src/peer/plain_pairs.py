"""The job of `counterpoint pairs` as a plain Python script does it: the standard library's json and a dict join.

    python3 plain_pairs.py --answers MODEL=FILE ... --order strongest,...,weakest --out DIR

Reads JSON Lines of {instruction, output}, joins on the prompt, and writes groups.jsonl, pairs.jsonl, ledger.jsonl and
summary.json as `counterpoint pairs` does. Everything is held in memory. Nothing is checked that json does not check.
"""

import argparse
import collections
import hashlib
import json
import os


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", nargs="+", required=True)
    parser.add_argument("--order", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    order = arguments.order.split(",")
    rank = {model: i for i, model in enumerate(order)}
    os.makedirs(arguments.out, exist_ok=True)

    prompts = {}
    rows = 0
    with open(os.path.join(arguments.out, "ledger.jsonl"), "w", encoding="utf-8") as ledger:

        def set_aside(kind, file, line, group, reason, detail):
            reasons[reason] += 1
            entry = {"kind": kind, "file": file, "line": line, "id": group, "reason": reason, "detail": detail}
            ledger.write(compact(entry) + "\n")

        reasons = collections.Counter()
        for argument in arguments.answers:
            model, file = argument.split("=", 1)
            with open(file, encoding="utf-8", newline="\n") as lines:
                for number, line in enumerate(lines, 1):
                    rows += 1
                    try:
                        row = json.loads(line)
                        prompt, text = row["instruction"], row["output"]
                    except (ValueError, KeyError) as e:
                        set_aside("row", file, number, None, "bad_json", str(e))
                        continue
                    answers = prompts.setdefault(prompt, {})
                    if not text.strip():
                        set_aside("answer", file, number, None, "empty_answer", model)
                    elif model in answers:
                        set_aside("answer", file, number, None, "conflicting_answer", model)
                    else:
                        answers[model] = (text, file, number)

        groups = answered = 0
        types = {f"{a}>{b}": 0 for i, a in enumerate(order) for b in order[i + 1 :]}
        with open(os.path.join(arguments.out, "groups.jsonl"), "w", encoding="utf-8") as group_file, open(
            os.path.join(arguments.out, "pairs.jsonl"), "w", encoding="utf-8"
        ) as pair_file:
            for prompt, answers in prompts.items():
                if not answers:
                    continue
                messages = [{"role": "user", "content": prompt}]
                name = hashlib.sha256(compact(messages).encode("utf-8")).hexdigest()[:16]
                models = sorted(answers, key=rank.__getitem__)
                responses = []
                for i, model in enumerate(models):
                    response = {"model": model, "text": answers[model][0]}
                    if rank[model] != i:
                        response["rank"] = rank[model]
                    responses.append(response)
                pairs = []
                for i, chosen in enumerate(models):
                    for j in range(i + 1, len(models)):
                        rejected = models[j]
                        kind = f"{chosen}>{rejected}"
                        if answers[chosen][0] == answers[rejected][0]:
                            _, file, number = answers[chosen]
                            detail = kind + ": both answers are the same text"
                            set_aside("pair", file, number, name, "identical_answers", detail)
                            continue
                        scores = {
                            "length_gap": float(len(answers[chosen][0]) - len(answers[rejected][0])),
                            "strength_gap": float(rank[rejected] - rank[chosen]),
                        }
                        pairs.append({"chosen": i, "rejected": j, "type": kind, "scores": scores})
                        types[kind] += 1
                        pair = {
                            "id": name,
                            "prompt": messages,
                            "chosen": [{"role": "assistant", "content": answers[chosen][0]}],
                            "rejected": [{"role": "assistant", "content": answers[rejected][0]}],
                            "chosen_model": chosen,
                            "rejected_model": rejected,
                            "type": kind,
                            "scores": scores,
                        }
                        pair_file.write(compact(pair) + "\n")
                group = {"id": name, "messages": messages, "responses": responses, "pairs": pairs}
                group_file.write(compact(group) + "\n")
                groups += 1
                answered += len(models)

    summary = {
        "rows_read": rows,
        "groups": groups,
        "answers": answered,
        "pairs": sum(types.values()),
        "pairs_by_type": types,
        "set_aside": dict(sorted(reasons.items())),
    }
    with open(os.path.join(arguments.out, "summary.json"), "w", encoding="utf-8") as file:
        json.dump(summary, file, indent=2)


if __name__ == "__main__":
    main()
