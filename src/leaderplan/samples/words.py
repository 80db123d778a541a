"""Words that names are made of; no real unit or person is meant."""

from __future__ import annotations

WOMEN = (
    "Agnete", "Asta", "Astrid", "Birgit", "Bodil", "Camilla", "Dorthe", "Ditte",
    "Ellen", "Esther", "Filippa", "Freja", "Grethe", "Hanne", "Helle", "Ida",
    "Inger", "Jytte", "Karoline", "Kirsten", "Lærke", "Lise", "Maren", "Mathilde",
    "Nanna", "Nina", "Oda", "Pernille", "Rikke", "Sidsel", "Signe", "Sørine",
    "Tove", "Ulla", "Vibeke", "Åse",
)  # fmt: skip

MEN = (
    "Aksel", "Anton", "Bent", "Bjørn", "Carl", "Dan", "Esben", "Finn", "Flemming",
    "Gustav", "Hans", "Henning", "Ivan", "Jakob", "Jeppe", "Kaj", "Kristian",
    "Lasse", "Magnus", "Niels", "Ole", "Oskar", "Palle", "Rasmus", "Rune", "Søren",
    "Tage", "Thorkild", "Uffe", "Valdemar", "Villads", "Øjvind",
)  # fmt: skip

SURNAMES = (
    "Agerholm", "Bakkegård", "Birkelund", "Bjergby", "Brobæk", "Dalsgård", "Egebjerg",
    "Elmose", "Engkær", "Fjordby", "Granhøj", "Gåsemark", "Havgård", "Hedeby",
    "Hyldekær", "Højager", "Kildebæk", "Kløverdal", "Krogsbæk", "Lindehøj", "Lyngå",
    "Markvang", "Mosegård", "Møllebro", "Nørresø", "Pilegård", "Ravnholt", "Rugager",
    "Rørkær", "Sivholm", "Skovbæk", "Stenkær", "Sønderå", "Tranegård", "Toftebjerg",
    "Vadsten", "Vestermark", "Vildkær", "Ærøbo", "Østerdal", "Ågård",
)  # fmt: skip

NATURE = (
    "Ahorn", "Ask", "Birk", "Bæver", "Bøg", "Drossel", "Eg", "Elm", "Eng", "Fasan",
    "Fjord", "Gran", "Grævling", "Hassel", "Havtorn", "Hede", "Hjort", "Humle", "Hyld",
    "Kastanje", "Kilde", "Kirsebær", "Klint", "Kløver", "Lind", "Lyng", "Lærke",
    "Mose", "Mælkebøtte", "Mølle", "Nattergal", "Odder", "Pil", "Poppel", "Ravn",
    "Ribs", "Rønne", "Siv", "Skov", "Slåen", "Solsort", "Strand", "Svale", "Syren",
    "Tjørn", "Trane", "Tang", "Vibe", "Viol", "Ærenpris", "Ørn",
)  # fmt: skip

UNIT_NAMES = {
    "skole": "Skole {}",
    "dagtilbud": "Børnehuset {}",
    "fritid": "Fritidscenter {}",
}
"""How a unit of each sector is named."""

AREAS = (
    ("nord", "Nord"),
    ("syd", "Syd"),
    ("oest", "Øst"),
    ("vest", "Vest"),
    ("midt", "Midt"),
)
"""Ids and names of the areas; further ones are numbered."""

VENUES = (
    ("huset", "Konferencehuset ved Åen"),
    ("gaarden", "Kursusgården"),
    ("salen", "Forvaltningens mødecenter"),
)
"""Ids and names of the venues; further ones are numbered."""
