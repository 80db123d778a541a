"""The tables of participants, activities, price levels and rules."""

from __future__ import annotations

from leaderplan.io import choices as ch
from leaderplan.io.columns import JOB, WHEN, col, dates
from leaderplan.io.schema import Table
from leaderplan.locale import Words

PEOPLE_AND_RULES: tuple[Table, ...] = (
    Table(
        "cohorts",
        Words("Hold", "Cohorts"),
        Words("Hold, der begynder sammen.", "Participants who start together."),
        (
            col("id*", "Id", "Id", "id"),
            col("name", "Navn", "Name"),
            col("network_groups", "Netværksgrupper", "Network groups", "int"),
            col("module_classes", "Modulklasser", "Module classes", "int"),
            col("classes_with", "Klasser sammen med", "Classes with", "id", "cohorts"),
        ),
        path="cohorts/{id}", needed=True, key="id",
    ),
    Table(
        "participants",
        Words("Deltagere", "Participants"),
        Words("Deltagerne. Enhed, leder og stilling her er én stilling uden datoer; "
              "den, der skifter, står i arket Stillinger.",
              "The participants. Unit, manager and role here are one job without "
              "dates; whoever changes stands in the sheet Posts."),
        (
            col("id*", "Id", "Id", "id"),
            col("name", "Navn", "Name"),
            col("cohort*", "Hold", "Cohort", "id", "cohorts"),
            col("unit", "Enhed", "Unit", "id", "units"),
            *JOB,
            col("email", "E-mail", "Email"),
            col("vetoes", "Fravalgte værter", "Refused hosts", "ids", "hosts"),
            col("goals", "Mål", "Goals", "ids"),
            col("admitted", "Optaget", "Admitted", "bool"),
            col("rpl_by", "Realkompetence senest", "Prior learning by", "date"),
            col("exempt", "Fritaget for", "Exempt from", "ids", "activities"),
        ),
        path="participants/{id}", needed=True, key="id", attributes=True,
    ),
    Table(
        "posts",
        Words("Stillinger", "Posts"),
        Words("Daterede stillinger, også tidligere; højst én på samme dag.",
              "Dated jobs, former ones too; at most one on a day."),
        (
            col("participant*", "Deltager", "Participant", "id", "participants"),
            col("unit*", "Enhed", "Unit", "id", "units"),
            *JOB,
            *dates(),
            col("visible_from", "Synlig fra", "Visible from", "date"),
        ),
        path="participants/{participant}/posts",
    ),
    Table(
        "wishes",
        Words("Ønsker", "Wishes"),
        Words("Rangordnede ønsker til praktikken; 1 er stærkest.",
              "Ranked wishes for the practicum; 1 is the strongest."),
        (
            col("participant*", "Deltager", "Participant", "id", "participants"),
            col("rank*", "Rang", "Rank", "int"),
            col("host", "Vært", "Host", "id", "hosts"),
            col("sector", "Sektor", "Sector", "id"),
            col("area", "Område", "Area", "id", "areas"),
        ),
        path="participants/{participant}/wishes",
    ),
    Table(
        "availability",
        Words("Tilgængelighed", "Availability"),
        Words("Dage og blokke, hvor nogen eller et lokale ikke er frit.",
              "Days and blocks on which somebody or a room is not free."),
        (
            col("of", "Hvad", "What", "choice", ch.OWNER),
            col("who*", "Hvem", "Who", "id"),
            col("state", "Tilstand", "State", "choice", ch.STATE),
            *dates("first", "last"),
            *WHEN,
        ),
        path="{of}/{who}/availability",
    ),
    Table(
        "pairs",
        Words("Par", "Pairs"),
        Words("To deltagere, der skal være sammen eller hver for sig.",
              "Two participants who are to stand together or apart."),
        (
            col("first*", "Den ene", "First", "id", "participants"),
            col("second*", "Den anden", "Second", "id", "participants"),
            col("relation*", "Forhold", "Relation", "choice", ch.RELATION),
        ),
        path="pairs/{first}-{second}",
    ),
    Table(
        "activities",
        Words("Aktiviteter", "Activities"),
        Words("Det, året består af; længde 0 er en frist.",
              "What the year consists of; a length of 0 is a due date."),
        (
            col("id*", "Id", "Id", "id"),
            col("title_da", "Titel på dansk", "Danish title"),
            col("title_en", "Titel på engelsk", "English title"),
            col("kind", "Slags", "Kind", "choice", ch.KIND),
            col("audience", "Målgruppe", "Audience", "choice", ch.AUDIENCE),
            col("cohorts", "Hold", "Cohorts", "ids", "cohorts"),
            col("occurrences", "Antal gange", "Occurrences", "int"),
            col("length*", "Længde (intervaller)", "Length (slots)", "int"),
            col("plenary", "Plenum", "Plenary", "bool"),
            col("forms", "Former", "Forms", "choices", ch.FORM),
            col("leads", "Ledes af", "Led by", "leads", ch.LEAD),
            col("where", "Hvor", "Where", "choices", ch.WHERE),
            col("features", "Udstyr", "Features", "ids"),
            col("themes", "Temaer", "Themes", "ids"),
            col("quarter_days", "Kvarte dage", "Quarter-days", "int"),
            col("ects", "ECTS", "ECTS", "int"),
            col("away", "Væk fra enheden", "Away from unit", "bool"),
            col("guests", "Gæster", "Guests", "int"),
            col("spare_seats", "Reservepladser", "Spare seats", "int"),
            col("smallest_area", "Mindste område", "Smallest area", "int"),
        ),
        path="activities/{id}", needed=True, key="id",
    ),
    Table(
        "history",
        Words("Historik", "History"),
        Words("Hvad tidligere år brugte.", "What earlier years used."),
        (
            col("subject*", "Hvad", "What", "id"),
            col("year*", "År", "Year", "int"),
            col("uses*", "Gange", "Uses", "int"),
            col("participant", "Deltager", "Participant", "id"),
        ),
        path="history",
    ),
    Table(
        "levels",
        Words("Niveauer", "Levels"),
        Words("Prisniveauer, vigtigst først; uden arket gælder de sædvanlige.",
              "Price levels, most important first; without the sheet the usual ones."),
        (
            col("id*", "Id", "Id", "id"),
            col("title_da", "Titel på dansk", "Danish title"),
            col("title_en", "Titel på engelsk", "English title"),
            col("combine", "Sammenlægges som", "Combined as", "choice", ch.COMBINE),
        ),
        path="levels/{id}", key="id",
    ),
    Table(
        "rules",
        Words("Regler", "Rules"),
        Words("Regler; uden niveau er en regel ufravigelig.",
              "Rules; without a level a rule is hard."),
        (
            col("kind*", "Slags", "Kind"),
            col("id", "Id", "Id", "id"),
            col("level", "Niveau", "Level", "id", "levels"),
            col("weight", "Vægt", "Weight", "int"),
            col("parameters", "Parametre", "Parameters", "parameters"),
        ),
        path="rules/{id}",
    ),
)  # fmt: skip
