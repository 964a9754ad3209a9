"""Short texts of eleven languages, as `LANGUAGE<TAB>TEXT` lines for LanguageAccuracy: from Debian's packages of fortunes.

    apt-get download fortunes fortunes-{de,es,it,pl,ru,bg,br,cs,eo,ga}
    for deb in *.deb; do dpkg-deb -x "$deb" "unpacked/${deb%%_*}"; done
    python3 fortunes.py unpacked > fortunes.tsv
"""

import glob
import os
import random
import re
import sys

LANGUAGES = {
    "fortunes": "eng", "fortunes-de": "deu", "fortunes-es": "spa", "fortunes-it": "ita", "fortunes-pl": "pol",
    "fortunes-ru": "rus", "fortunes-bg": "bul", "fortunes-br": "por", "fortunes-cs": "ces", "fortunes-eo": "epo",
    "fortunes-ga": "gle",
}
OLD_ENCODINGS = {"pol": "iso-8859-2", "ces": "iso-8859-2", "rus": "koi8-r"}
# Pictures, programs, and files of several languages.
LEFT_OUT = re.compile(r"ascii|translate-me|perl|linuxcookie|zippy|\.dat$|\.u8$")
EACH = 600


def text_of(path, language):
    data = open(path, "rb").read()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(OLD_ENCODINGS.get(language, "latin-1"))


def texts(folder, language):
    for path in sorted(glob.glob(folder + "/usr/share/games/fortunes/**/*", recursive=True)):
        slovak = language == "ces" and re.search("/sk|slov", path)
        if not os.path.isfile(path) or os.path.islink(path) or LEFT_OUT.search(path) or slovak:
            continue
        for text in re.split(r"\n%%?\n", text_of(path, language)):
            text = " ".join(re.sub(r"\n\s*--.*", "", text, flags=re.S).split())  # without whom it is from
            if len(re.findall(r"[^\W\d_]", text)) >= 15:
                yield text[:600]


random.seed(1)
for package, language in LANGUAGES.items():
    found = list(texts(os.path.join(sys.argv[1], package), language))
    random.shuffle(found)
    for text in found[:EACH]:
        print(language + "\t" + text)
