import unicodedata

from django.db import migrations

LONGEST_NAME_KEY = 120
# A copy of the rule of common.typed_text.names on the day this migration was written, without its points on the order
# of Khmer signs: a migration must do the same when the rule has changed. A participant who chooses a name later gets
# her key by the rule of that day.
LOOK_ALIKES = str.maketrans(
    "аӓᴀαɑⲁвьβƅсϲᴄⲥᏟԁɗժеёҽєɛεƒғϝɡցԍһհηнⲏіїıιɩӏΙ|!¡1lјϳк"
    "κⲕмⲙϻпոռоοσօⲟ០०๐0өрρⲣϱԛգгⲅѕꜱтτⲧυսʋцѵνѡԝωхχⲭуүγʏᴢʐi",
    "aaaaaabbbbcccccdddeeeeeefffggghhhhhlllllllllllljjk"
    "kkmmmnnnooooooooooppppqqrrsstttuuuuvvwwwxxxyyyyzzl",
)
CAPITALS = str.maketrans("АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧԌ", "ABESIJKMHOPCTYXABEZHIKMNOPTYXG")
LIGATURES = (("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("đ", "d"), ("ł", "l"))
PAIRS = (("rn", "m"), ("vv", "w"))


def key_of(name):
    """Return a key of a shown name, the same for names that look alike."""
    folded = unicodedata.normalize("NFKC", name.translate(CAPITALS)).casefold()
    for letter, letters in LIGATURES:
        folded = folded.replace(letter, letters)
    apart = unicodedata.normalize("NFD", folded.translate(LOOK_ALIKES))
    key = "".join(letter for letter in apart if not is_skipped(letter)).translate(LOOK_ALIKES)
    for pair, one in PAIRS:
        key = key.replace(pair, one)
    return key[:LONGEST_NAME_KEY]


def is_skipped(letter):
    """Return whether a character is a blank, sign or accent; a Khmer vowel sign is not."""
    category = unicodedata.category(letter)
    return category[0] in "ZCPS" or (category == "Mn" and not "\u1780" <= letter <= "\u17ff")


def give_each_name_one_owner(apps, schema_editor):
    """Let each name be of whoever took it first; the others choose another one before they write again."""
    seen = set()
    for participant in apps.get_model("discussions", "Participant").objects.exclude(name="").order_by("pk"):
        key = key_of(participant.name)
        if key in seen:
            participant.name, key = "", ""
        participant.name_key = key
        participant.save(update_fields=["name", "name_key"])
        seen.add(key)


class Migration(migrations.Migration):

    dependencies = [
        ('discussions', '0009_blocks_of_one_name'),
    ]

    operations = [
        migrations.RunPython(give_each_name_one_owner, migrations.RunPython.noop),
    ]
