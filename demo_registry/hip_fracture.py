# ruff: noqa: E501 -- a codebook reads best with one line for each variable, rule and text
"""The invented hip fracture registry: its codebook, rules and indicators, and how its values come about."""

from __future__ import annotations

from datetime import date

from demo_registry.codebook import (
    REASONS,
    Blueprint,
    Field,
    codes,
    duplicates,
    field,
    form,
    indicator,
    note,
    rule,
    subgroup,
    texts,
)
from demo_registry.draws import (
    decimal,
    effect,
    happens,
    lognormal,
    normal,
    pick,
    plain,
    several,
    whole,
)
from demo_registry.patients import AGE, NATIONAL_ID, birth_date, sex
from demo_registry.units import UNITS
from local_cache.registry import Definition
from local_cache.results.figure import add_months

REGISTRY = "hoftebrudd"
MAIN, FOLLOW_UP = "operasjon", "oppfolging"

MAIN_SECTIONS = {
    "pasient": texts("Pasient", "Patient"),
    "brudd": texts("Brudd", "Fracture"),
    "operasjon": texts("Operasjon", "Operation"),
    "opphold": texts("Opphold og utskrivning", "Stay and discharge"),
    "utfall": texts("Utfall", "Outcome"),
}
FOLLOW_UP_SECTIONS = {
    "besvarelse": texts("Besvarelse", "Response"),
    "funksjon": texts("Funksjon", "Function"),
    "livskvalitet": texts("Livskvalitet (EQ-5D-5L)", "Quality of life (EQ-5D-5L)"),
}

CODE_LISTS = (
    codes("kjonn", ("1", "Mann", "Male"), ("2", "Kvinne", "Female")),
    codes("ja_nei_ukjent", ("0", "Nei", "No"), ("1", "Ja", "Yes"), unknown="9"),
    codes(
        "asa",
        ("1", "ASA 1 – frisk", "ASA 1 – healthy"),
        ("2", "ASA 2 – lett systemsykdom", "ASA 2 – mild systemic disease"),
        ("3", "ASA 3 – alvorlig systemsykdom", "ASA 3 – severe systemic disease"),
        ("4", "ASA 4 – livstruende systemsykdom", "ASA 4 – life-threatening disease"),
        ("5", "ASA 5 – moribund", "ASA 5 – moribund"),
        unknown="9",
    ),
    codes(
        "bolig",
        ("1", "Egen bolig", "Own home"),
        ("2", "Omsorgsbolig", "Sheltered housing"),
        ("3", "Sykehjem", "Nursing home"),
        ("4", "Innlagt i sykehus", "In hospital"),
        unknown="9",
    ),
    codes(
        "utskrevet_til",
        ("1", "Egen bolig", "Own home"),
        ("2", "Omsorgsbolig", "Sheltered housing"),
        ("3", "Sykehjem", "Nursing home"),
        ("4", "Kommunal korttidsplass", "Municipal short-term bed"),
        ("5", "Rehabiliteringsinstitusjon", "Rehabilitation institution"),
        ("6", "Død under oppholdet", "Died during the stay"),
        unknown="9",
    ),
    codes("side", ("1", "Høyre", "Right"), ("2", "Venstre", "Left")),
    codes(
        "bruddtype",
        ("1", "Lårhalsbrudd, udislokert", "Femoral neck, undisplaced"),
        ("2", "Lårhalsbrudd, dislokert", "Femoral neck, displaced"),
        ("3", "Basocervikalt lårhalsbrudd", "Basocervical"),
        ("4", "Pertrokantært, tofragments", "Trochanteric, two fragments"),
        ("5", "Pertrokantært, flerfragments", "Trochanteric, several fragments"),
        ("6", "Intertrokantært", "Intertrochanteric"),
        ("7", "Subtrokantært", "Subtrochanteric"),
    ),
    codes(
        "operasjonstype",
        ("skruer", "To eller tre skruer", "Two or three screws"),
        ("hemi", "Hemiprotese", "Hemiarthroplasty"),
        ("total", "Totalprotese", "Total arthroplasty"),
        ("glideskrue", "Glideskrue med plate", "Sliding hip screw"),
        ("margnagle", "Margnagle", "Intramedullary nail"),
    ),
    codes("tilgang", ("1", "Anterolateral", "Anterolateral"), ("2", "Lateral", "Lateral"), ("3", "Bakre", "Posterior"), unknown="9"),
    codes("anestesi", ("1", "Spinal", "Spinal"), ("2", "Narkose", "General"), ("3", "Kombinert", "Combined"), ("4", "Lokalbedøvelse", "Local anaesthesia"), unknown="9", retired={"4": date(2024, 12, 31)}),
    codes(
        "tidligere_sykdom",
        ("hjerte", "Hjertesykdom", "Heart disease"),
        ("lunge", "Lungesykdom", "Lung disease"),
        ("diabetes", "Diabetes", "Diabetes"),
        ("slag", "Tidligere hjerneslag", "Previous stroke"),
        ("nyre", "Nyresvikt", "Renal failure"),
        ("kreft", "Kreft", "Cancer"),
    ),
    codes(
        "komplikasjon",
        ("blodning", "Blødning som krevde tiltak", "Bleeding that needed treatment"),
        ("fraktur", "Peroperativ fraktur", "Fracture during surgery"),
        ("luksasjon", "Luksasjon", "Dislocation"),
        ("infeksjon", "Dyp infeksjon", "Deep infection"),
        ("sementreaksjon", "Reaksjon på sement", "Reaction to cement"),
    ),
    codes(
        "reoperasjonsarsak",
        ("1", "Dyp infeksjon", "Deep infection"),
        ("2", "Luksasjon", "Dislocation"),
        ("3", "Osteosyntesesvikt", "Failed fixation"),
        ("4", "Nytt brudd rundt implantatet", "Fracture around the implant"),
        ("5", "Smerter", "Pain"),
    ),
    codes("besvart", ("papir", "Besvart på papir", "Answered on paper"), ("nett", "Besvart elektronisk", "Answered online"),
          ("telefon", "Besvart på telefon", "Answered by telephone"), ("nei", "Ikke besvart", "Not answered")),
    codes("gangfunksjon", ("1", "Går uten hjelpemidler", "Walks without aids"), ("2", "Går med stokk eller krykke", "Walks with a stick or crutch"),
          ("3", "Går med rullator", "Walks with a rollator"), ("4", "Går ikke", "Does not walk"), unknown="9"),
    codes("eq5d_niva", ("1", "Ingen problemer", "No problems"), ("2", "Litt problemer", "Slight problems"),
          ("3", "Middels store problemer", "Moderate problems"), ("4", "Store problemer", "Severe problems"),
          ("5", "Svært store problemer", "Extreme problems")),
)  # fmt: skip

_ARTHROPLASTY = "operation_type IN ('hemi', 'total')"

MAIN_FIELDS = (
    field("national_id", "text", "Fødselsnummer (oppdiktet)", "National identity number (fictitious)", "pasient", NATIONAL_ID, required="TRUE", identifier=True),
    field("birth_date", "date", "Fødselsdato", "Date of birth", "pasient", birth_date(82, 79, 10, 50, 101), required="TRUE", identifier=True, hard=("1900-01-01", "today")),
    field("sex", "code", "Kjønn", "Sex", "pasient", sex(0.68), codes="kjonn", required="TRUE"),
    field("age", "integer", "Alder ved operasjon", "Age at operation", "pasient", AGE, unit="år", soft=(50, 105), hard=(0, 120), required="TRUE"),
    field("residence", "code", "Bosituasjon før bruddet", "Residence before the fracture", "pasient", "(CASE WHEN age < 70 THEN '1' ELSE " + pick("residence", {"1": 0.66, "2": 0.11, "3": 0.21, "4": 0.01, "9": 0.01}) + " END)", codes="bolig", required="TRUE"),
    field("cognition", "code", "Kognitiv svikt før bruddet", "Cognitive impairment before the fracture", "pasient", pick("cognition", {"0": 0.66, "1": 0.27, "9": 0.07}), codes="ja_nei_ukjent", required="TRUE"),
    field("asa", "code", "ASA-klasse", "ASA class", "pasient", "(CASE WHEN " + happens("asa_unknown", 0.012) + " THEN '9' ELSE " + pick("asa", {"1": 0.04, "2": 0.31, "3": 0.56, "4": 0.088, "5": 0.002}) + " END)", codes="asa", required="TRUE"),
    field("height", "integer", "Høyde", "Height", "pasient", whole(normal("height", "CASE WHEN sex = '2' THEN 162 ELSE 176 END", 6.5), 135, 205), unit="cm", soft=(140, 200), hard=(80, 230), missing=0.12),
    field("weight", "decimal", "Vekt", "Weight", "pasient", decimal(normal("weight", "CASE WHEN sex = '2' THEN 62 ELSE 75 END", 12), 32, 150), unit="kg", soft=(35, 140), hard=(20, 300), missing=0.09),
    field("smoker", "boolean", "Røyker daglig", "Smokes daily", "pasient", plain("smoker", 0.11), missing=0.06),
    field("comorbidity", "multi-code", "Tidligere sykdommer", "Previous diseases", "pasient", several("comorbidity", {"hjerte": 0.38, "lunge": 0.16, "diabetes": 0.15, "slag": 0.14, "nyre": 0.09, "kreft": 0.12}), codes="tidligere_sykdom"),
    field("anticoagulant", "boolean", "Bruker antikoagulantia ved innleggelse", "On anticoagulants at admission", "pasient", plain("anticoagulant", 0.24), required="TRUE", missing=0.01),
    field("haemoglobin", "decimal", "Hemoglobin ved innleggelse", "Haemoglobin at admission", "pasient", decimal(normal("haemoglobin", 12.6, 1.6), 6, 18.5), unit="g/dl", soft=(7, 18), hard=(3, 25), missing=0.03),
    field("creatinine", "integer", "Kreatinin ved innleggelse", "Creatinine at admission", "pasient", whole(lognormal("creatinine", 82, 0.35), 25, 900), unit="µmol/l", soft=(30, 400), hard=(10, 2000), missing=0.04),
    field("fractured_at", "timestamp", "Tidspunkt for brudd", "Time of fracture", "brudd", "admitted_at - to_minutes(CAST(round(" + lognormal("fracture_delay", 210, 0.9) + ") AS BIGINT))", hard=("1990-01-01", "today"), missing=0.05),
    field("side", "code", "Side", "Side", "brudd", pick("side", {"1": 0.49, "2": 0.51}), codes="side", required="TRUE"),
    field("fracture_type", "code", "Type brudd", "Type of fracture", "brudd", pick("fracture_type", {"1": 0.14, "2": 0.41, "3": 0.04, "4": 0.15, "5": 0.18, "6": 0.03, "7": 0.05}), codes="bruddtype", required="TRUE"),
    field("pathological", "boolean", "Patologisk brudd", "Pathological fracture", "brudd", plain("pathological", 0.016), required="TRUE"),
    field("earlier_hip_fracture", "code", "Tidligere hoftebrudd", "Earlier hip fracture", "brudd", pick("earlier_hip_fracture", {"0": 0.88, "1": 0.1, "9": 0.02}), codes="ja_nei_ukjent"),
    field("fall_indoors", "boolean", "Fall innendørs", "Fall indoors", "brudd", "(u('fall_indoors') < CASE WHEN month(day) IN (12, 1, 2, 3) THEN 0.66 ELSE 0.78 END)", missing=0.08),
    field("admitted_at", "timestamp", "Innlagt", "Admitted", "operasjon", "CASE WHEN " + happens("slip", 0.0012) + " THEN operated_at + INTERVAL 1 DAY ELSE operated_at - to_minutes(CAST(round(60 * wait_hours) AS BIGINT)) END", required="TRUE", hard=("1990-01-01", "today")),
    field("operated_at", "timestamp", "Operasjonsstart", "Start of operation", "operasjon", "CAST(day AS TIMESTAMP) + to_minutes(CAST(round(least(1435, greatest(0, " + normal("operated_at", 790, 260) + "))) AS BIGINT))", required="TRUE", hard=("admitted_at", "today")),
    field("operation_minutes", "integer", "Operasjonstid (hud til hud)", "Duration of surgery (skin to skin)", "operasjon", whole(lognormal("operation_minutes", "CASE operation_type WHEN 'skruer' THEN 28 WHEN 'total' THEN 98 WHEN 'hemi' THEN 74 ELSE 55 END", 0.3), 8, 400), unit="min", soft=(10, 240), hard=(1, 900), required="TRUE", missing=0.006),
    field("operation_type", "code", "Primæroperasjon", "Primary operation", "operasjon", "(CASE WHEN fracture_type = '1' THEN CASE WHEN u('operation') < 0.72 THEN 'skruer' ELSE 'hemi' END WHEN fracture_type IN ('2', '3') THEN CASE WHEN " + happens("prosthesis", "CASE WHEN age >= 70 THEN 0.94 ELSE 0.62 END") + " THEN CASE WHEN u('total') < CASE WHEN age < 78 THEN 0.32 ELSE 0.04 END THEN 'total' ELSE 'hemi' END ELSE 'skruer' END WHEN u('operation') < 0.55 THEN 'glideskrue' ELSE 'margnagle' END)", codes="operasjonstype", required="TRUE"),
    field("implant", "text", "Implantat (produktnavn)", "Implant (product name)", "operasjon", "(CASE operation_type WHEN 'skruer' THEN 'Nordskrue 7,5' WHEN 'hemi' THEN 'Fjellstamme' WHEN 'total' THEN 'Fjellstamme total' WHEN 'glideskrue' THEN 'Glid 4' ELSE 'Lang nagle' END)", missing=0.02),
    field("cemented", "boolean", "Sementert femurstamme", "Cemented femoral stem", "operasjon", f"(CASE WHEN {_ARTHROPLASTY} THEN " + happens("cement", 0.9) + " END)", required=_ARTHROPLASTY, missing=0.004),
    field("cement_antibiotic", "boolean", "Antibiotika i sementen", "Antibiotic in the cement", "operasjon", "(CASE WHEN cemented THEN " + plain("cement_antibiotic", 0.985) + " END)", required="cemented = TRUE", missing=0.01),
    field("approach", "code", "Kirurgisk tilgang", "Surgical approach", "operasjon", f"(CASE WHEN {_ARTHROPLASTY} THEN " + pick("approach", {"1": 0.35, "2": 0.46, "3": 0.17, "9": 0.02}) + " END)", codes="tilgang", required=_ARTHROPLASTY),
    field("anaesthesia", "code", "Anestesi", "Anaesthesia", "operasjon", pick("anaesthesia", {"1": 0.85, "2": 0.12, "3": 0.02, "9": 0.01}), codes="anestesi", required="TRUE"),
    field("experienced_surgeon", "boolean", "Operatør med mer enn tre års erfaring", "Surgeon with more than three years of experience", "operasjon", happens("experience", 0.72), required="TRUE", missing=0.01),
    field("antibiotic_doses", "integer", "Antall doser antibiotikaprofylakse", "Doses of antibiotic prophylaxis", "operasjon", "(CASE WHEN operation_type = 'skruer' THEN CAST(floor(u('doses') * 2) AS BIGINT) ELSE CAST(1 + floor(u('doses') * 4) AS BIGINT) END)", soft=(0, 4), hard=(0, 20), missing=0.02),
    field("thrombosis_prophylaxis", "boolean", "Tromboseprofylakse", "Thrombosis prophylaxis", "operasjon", happens("thrombosis_prophylaxis", 0.985), required="TRUE"),
    field("blood_loss", "integer", "Blødning under operasjonen", "Blood loss during surgery", "operasjon", whole(lognormal("blood_loss", 180, 0.7), 5, 4000), unit="ml", soft=(0, 2000), hard=(0, 10000), missing=0.1),
    field("complication", "multi-code", "Komplikasjoner", "Complications", "operasjon", several("complication", {"blodning": 0.018, "fraktur": 0.012, "luksasjon": 0.006, "infeksjon": 0.009, "sementreaksjon": 0.008}), codes="komplikasjon"),
    field("geriatric_assessment", "boolean", "Vurdert av geriater (ortogeriatri)", "Assessed by a geriatrician", "opphold", happens("geriatric", 0.58), required="age >= 75", missing=0.02),
    field("mobilised_day_one", "boolean", "Mobilisert innen første postoperative dag", "Mobilised by the first day after surgery", "opphold", happens("mobilised", 0.76), required="TRUE", missing=0.015),
    field("delirium", "code", "Delirium under oppholdet", "Delirium during the stay", "opphold", pick("delirium", {"0": 0.71, "1": 0.24, "9": 0.05}), codes="ja_nei_ukjent"),
    field("discharged_on", "date", "Utskrevet", "Discharged", "opphold", "(CAST(operated_at AS DATE) + stay_days)", required="TRUE", missing=0.01, hard=("1990-01-01", "today")),
    field("length_of_stay", "decimal", "Liggetid i døgn", "Length of stay in days", "opphold", "CAST(stay_days + round(least(3, wait_hours / 24), 1) AS DOUBLE)", unit="døgn", soft=(0, 45), hard=(0, 365), missing=0.01),
    field("discharged_to", "code", "Utskrevet til", "Discharged to", "opphold", "(CASE WHEN died_after <= stay_days THEN '6' WHEN residence = '3' THEN '3' ELSE " + pick("discharged_to", {"1": 0.34, "2": 0.09, "3": 0.06, "4": 0.44, "5": 0.05, "9": 0.02}) + " END)", codes="utskrevet_til", required="TRUE", missing=0.004),
    field("osteoporosis_treatment", "code", "Osteoporosebehandling startet eller anbefalt", "Osteoporosis treatment started or recommended", "opphold", "(CASE WHEN " + happens("osteoporosis", 0.42) + " THEN '1' WHEN u('osteoporosis_unknown') < 0.08 THEN '9' ELSE '0' END)", codes="ja_nei_ukjent", since=date(2019, 1, 1)),
    field("pain_day_three", "integer", "Smerte i hvile dag 3 (NRS)", "Pain at rest on day 3 (NRS)", "opphold", whole(normal("pain", f"3.1 + {effect('pain')}", 1.9), 0, 10), soft=(0, 9), hard=(0, 10), missing=0.22),
    field("death_date", "date", "Dødsdato", "Date of death", "utfall", "(CASE WHEN CAST(operated_at AS DATE) + died_after <= now_day THEN CAST(operated_at AS DATE) + died_after END)", hard=("1990-01-01", "today")),
    field("reoperated_on", "date", "Dato for reoperasjon", "Date of reoperation", "utfall", "(CASE WHEN reoperated_after IS NOT NULL AND CAST(operated_at AS DATE) + reoperated_after <= now_day THEN CAST(operated_at AS DATE) + reoperated_after END)", hard=("1990-01-01", "today")),
    field("reoperation_reason", "code", "Årsak til reoperasjon", "Reason for reoperation", "utfall", "(CASE WHEN reoperated_on IS NOT NULL THEN " + pick("reoperation_reason", {"1": 0.27, "2": 0.18, "3": 0.34, "4": 0.12, "5": 0.09}) + " END)", codes="reoperasjonsarsak", required="reoperated_on IS NOT NULL", missing=0.03),
    field("surgical_site_infection", "boolean", "Dyp infeksjon innen 30 dager", "Deep infection within 30 days", "utfall", happens("infection", "CASE WHEN operation_type IN ('hemi', 'total') THEN 0.021 ELSE 0.008 END"), required="TRUE"),
    field("remark", "text", "Merknad", "Remark", "utfall", "(CASE WHEN u('remark') < 0.01 THEN 'Operert på nytt i samme seanse' WHEN u('remark') < 0.03 THEN 'Ønsker oppfølging på telefon' END)"),
)  # fmt: skip

HELPERS = {
    "in_care_days": "stay_days + 1",
    "wait_hours": "least(71.0, greatest(0.6, 20.5 * exp(0.42 * effect('waiting') + 0.62 * sqrt(-2 * ln(1e-12 + u('wait'))) * cos(2 * pi() * u('wait.angle')) + CASE WHEN dayofweek(day) IN (0, 6) THEN 0.12 ELSE 0 END)))",
    "stay_days": whole(lognormal("stay", f"5.4 * exp(0.6 * {effect('stay')})", 0.5), 1, 60).replace("BIGINT", "INTEGER"),
    "died_after": "CAST(CASE WHEN u('death') < 1 / (1 + exp(-(-2.42 + 0.07 * (age - 82) + 0.5 * effect('death')))) THEN 1 + floor(30 * u('death_day')) WHEN u('death') < 1 / (1 + exp(-(-1.2 + 0.07 * (age - 82)))) THEN 31 + floor(330 * u('death_day')) ELSE 4000 END AS INTEGER)",
    "reoperated_after": "(CASE WHEN " + happens("reoperation", "CASE operation_type WHEN 'skruer' THEN 0.075 WHEN 'hemi' THEN 0.034 WHEN 'total' THEN 0.03 ELSE 0.026 END") + " THEN CAST(3 + floor(pow(u('reoperation_day'), 1.6) * 117) AS INTEGER) WHEN u('reoperation_late') < 0.02 THEN CAST(121 + floor(u('reoperation_day') * 400) AS INTEGER) END)",
}  # fmt: skip

_ANSWERED = "answered <> 'nei'"


def _answer(value: str) -> str:
    return f"(CASE WHEN {_ANSWERED} THEN {value} END)"


def _eq5d(name: str, nb: str, en: str, weights: dict[str, float]) -> Field:
    return field(
        name, "code", nb, en, "livskvalitet", _answer(pick(name, weights)), codes="eq5d_niva", required=_ANSWERED,
        missing=0.02,
    )  # fmt: skip


FOLLOW_UP_FIELDS = (
    field("follow_up_date", "date", "Dato for oppfølging", "Date of follow-up", "besvarelse", "due_day", required="TRUE", hard=("1990-01-01", "today")),
    field("answered", "code", "Besvart", "Answered", "besvarelse", "(CASE WHEN " + happens("answered", 0.63) + " THEN " + pick("channel", {"papir": 0.58, "nett": 0.3, "telefon": 0.12}) + " ELSE 'nei' END)", codes="besvart", required="TRUE"),
    field("reminded", "boolean", "Purret", "Reminded", "besvarelse", plain("reminded", 0.31), missing=0.02),
    field("answered_by_proxy", "boolean", "Besvart av pårørende", "Answered by a relative", "besvarelse", _answer(plain("proxy", 0.22)), required=_ANSWERED),
    field("mobility_before", "code", "Gangfunksjon før bruddet", "Walking before the fracture", "funksjon", _answer(pick("mobility_before", {"1": 0.5, "2": 0.19, "3": 0.27, "4": 0.02, "9": 0.02})), codes="gangfunksjon", required=_ANSWERED),
    field("mobility_now", "code", "Gangfunksjon nå", "Walking now", "funksjon", _answer(pick("mobility_now", {"1": 0.24, "2": 0.28, "3": 0.37, "4": 0.08, "9": 0.03})), codes="gangfunksjon", required=_ANSWERED),
    field("residence_now", "code", "Bosituasjon nå", "Residence now", "funksjon", _answer(pick("residence_now", {"1": 0.58, "2": 0.13, "3": 0.27, "4": 0.01, "9": 0.01})), codes="bolig"),
    field("pain_hip", "integer", "Smerte i hoften siste uke (VAS)", "Pain in the hip last week (VAS)", "funksjon", _answer(whole(normal("pain_hip", f"27 + 4 * {effect('pain_hip')}", 21), 0, 100)), soft=(0, 95), hard=(0, 100), missing=0.05),
    field("satisfaction", "integer", "Tilfredshet med operasjonen (VAS)", "Satisfaction with the operation (VAS)", "funksjon", _answer(whole(normal("satisfaction", f"24 + 4 * {effect('satisfaction')}", 20), 0, 100)), soft=(0, 100), hard=(0, 100), missing=0.06, help=texts("0 er svært fornøyd, 100 er svært misfornøyd.", "0 is very satisfied, 100 very dissatisfied.")),
    _eq5d("eq5d_mobility", "Gange", "Mobility", {"1": 0.22, "2": 0.26, "3": 0.28, "4": 0.18, "5": 0.06}),
    _eq5d("eq5d_self_care", "Personlig stell", "Self-care", {"1": 0.46, "2": 0.22, "3": 0.17, "4": 0.09, "5": 0.06}),
    _eq5d("eq5d_activities", "Vanlige gjøremål", "Usual activities", {"1": 0.24, "2": 0.27, "3": 0.25, "4": 0.13, "5": 0.11}),
    _eq5d("eq5d_pain", "Smerter/ubehag", "Pain/discomfort", {"1": 0.25, "2": 0.38, "3": 0.27, "4": 0.09, "5": 0.01}),
    _eq5d("eq5d_anxiety", "Angst/depresjon", "Anxiety/depression", {"1": 0.57, "2": 0.26, "3": 0.12, "4": 0.04, "5": 0.01}),
    field("eq_vas", "integer", "EQ VAS – egen helse i dag", "EQ VAS – own health today", "livskvalitet", _answer(whole(normal("eq_vas", f"60 + 3 * {effect('eq_vas')}", 19), 0, 100)), soft=(5, 100), hard=(0, 100), missing=0.05),
    field("eq5d_index", "decimal", "EQ-5D-indeks", "EQ-5D index", "livskvalitet", _answer(decimal(normal("eq5d_index", f"0.66 + 0.05 * {effect('eq5d_index')}", 0.22), -0.4, 1, 3)), soft=(-0.3, 1), hard=(-0.6, 1), missing=0.04),
    field("readmitted", "boolean", "Innlagt på nytt etter utskrivning", "Readmitted after discharge", "funksjon", _answer(plain("readmitted", 0.14)), missing=0.03),
    field("follow_up_comment", "text", "Merknad til oppfølgingen", "Remark on the follow-up", "besvarelse", "(CASE WHEN u('follow_up_comment') < 0.015 THEN 'Svar mottatt etter purring' END)"),
)  # fmt: skip

SUBGROUPS = (
    subgroup("kvinner", MAIN, "Kvinner", "Women", "sex = '2'", "sex"),
    subgroup("menn", MAIN, "Menn", "Men", "sex = '1'", "sex"),
    subgroup("under_75", MAIN, "Under 75 år", "Under 75 years", "age < 75", "age"),
    subgroup("fra_75_til_84", MAIN, "75–84 år", "75–84 years", "age BETWEEN 75 AND 84", "age"),
    subgroup("over_84", MAIN, "85 år og eldre", "85 years and older", "age >= 85", "age"),
    subgroup("asa_1_2", MAIN, "ASA 1–2", "ASA 1–2", "asa IN ('1', '2')", "asa"),
    subgroup("asa_3_5", MAIN, "ASA 3–5", "ASA 3–5", "asa IN ('3', '4', '5')", "asa"),
)
_GROUPS = tuple(s.id for s in SUBGROUPS)
_SEX = ("kvinner", "menn")
_WAIT = "minutes_between(admitted_at, operated_at)"

INDICATORS = (
    indicator(
        "operert_24t", "proportion", MAIN,
        texts("Operert innen 24 timer etter innleggelse", "Operated on within 24 hours of admission"),
        texts("Operert innen 24 t", "Operated within 24 h"),
        texts("Andel hoftebrudd der operasjonen startet senest 24 timer etter innleggelse. Lang ventetid gir mer smerte og flere komplikasjoner.",
              "Share of hip fractures where surgery began at most 24 hours after admission. Long waits mean more pain and more complications."),
        numerator=f"{_WAIT} <= 1440", denominator="operated_at >= admitted_at", green=0.65, yellow=0.5, minimum=10, subgroups=_GROUPS,
    ),
    indicator(
        "operert_48t", "proportion", MAIN,
        texts("Operert innen 48 timer etter innleggelse", "Operated on within 48 hours of admission"),
        texts("Operert innen 48 t", "Operated within 48 h"),
        texts("Andel hoftebrudd der operasjonen startet senest 48 timer etter innleggelse.",
              "Share of hip fractures where surgery began at most 48 hours after admission."),
        numerator=f"{_WAIT} <= 2880", denominator="operated_at >= admitted_at", green=0.95, yellow=0.9, minimum=10, subgroups=_GROUPS,
    ),
    indicator(
        "sementert_70", "proportion", MAIN,
        texts("Sementert protese hos pasienter over 70 år", "Cemented stem in patients over 70"),
        texts("Sementert protese", "Cemented stem"),
        texts("Andel proteseopererte over 70 år som fikk sementert femurstamme.",
              "Share of arthroplasty patients over 70 who got a cemented femoral stem."),
        numerator="cemented", denominator="operation_type IN ('hemi', 'total') AND age > 70", green=0.9, yellow=0.8, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "protese_dislokert_70", "proportion", MAIN,
        texts("Protese ved dislokert lårhalsbrudd hos pasienter over 70 år", "Arthroplasty for displaced femoral neck fracture over 70"),
        texts("Protese ved dislokert brudd", "Arthroplasty, displaced fracture"),
        texts("Andel dislokerte lårhalsbrudd hos pasienter over 70 år som ble behandlet med hemi- eller totalprotese.",
              "Share of displaced femoral neck fractures in patients over 70 treated with hemi- or total arthroplasty."),
        numerator="operation_type IN ('hemi', 'total')", denominator="fracture_type = '2' AND age > 70", green=0.9, yellow=0.8, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "overlevelse_30d", "proportion", MAIN,
        texts("30 dagers overlevelse", "30-day survival"),
        texts("30 dagers overlevelse", "30-day survival"),
        texts("Andel pasienter i live 30 dager etter operasjonen. Ikke justert for alder og sykelighet.",
              "Share of patients alive 30 days after surgery. Not adjusted for age or illness."),
        numerator="death_date IS NULL OR days_between(operated_at, death_date) > 30", green=0.93, yellow=0.9, minimum=20, subgroups=_GROUPS, version=2,
    ),
    indicator(
        "reoperert_120d", "proportion", MAIN,
        texts("Reoperert innen 120 dager", "Reoperated within 120 days"),
        texts("Reoperert innen 120 d", "Reoperated within 120 d"),
        texts("Andel operasjoner som førte til en ny operasjon i samme hofte innen 120 dager.",
              "Share of operations followed by another in the same hip within 120 days."),
        numerator="reoperated_on IS NOT NULL AND days_between(operated_at, reoperated_on) <= 120", direction=0, green=0.04, yellow=0.06, minimum=20, subgroups=_SEX,
    ),
    indicator(
        "ortogeriatri_75", "proportion", MAIN,
        texts("Vurdert av geriater, pasienter fra 75 år", "Assessed by a geriatrician, patients from 75"),
        texts("Ortogeriatri", "Orthogeriatrics"),
        texts("Andel pasienter fra 75 år som ble vurdert av geriater under oppholdet.",
              "Share of patients from 75 years who were assessed by a geriatrician during the stay."),
        numerator="geriatric_assessment", denominator="age >= 75", green=0.7, yellow=0.4, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "liggetid", "median", MAIN,
        texts("Liggetid", "Length of stay"),
        texts("Liggetid (median)", "Length of stay (median)"),
        texts("Median antall døgn fra innleggelse til utskrivning, pasienter utskrevet i live.",
              "Median days from admission to discharge, patients discharged alive."),
        measure="length_of_stay", denominator="discharged_to <> '6'", direction=0, green=6, yellow=8, minimum=10, subgroups=_SEX, format=",.1f", unit=texts("døgn", "days"),
    ),
    indicator(
        "smerte_dag3", "mean", MAIN,
        texts("Smerte i hvile tredje dag etter operasjonen", "Pain at rest on the third day after surgery"),
        texts("Smerte dag 3 (NRS)", "Pain day 3 (NRS)"),
        texts("Gjennomsnittlig smerte i hvile på en skala fra 0 til 10.", "Mean pain at rest on a scale from 0 to 10."),
        measure="pain_day_three", direction=0, green=3, yellow=4, minimum=10, subgroups=_SEX, format=",.1f", unit=texts("NRS", "NRS"),
    ),
    indicator(
        "eq5d_besvart", "proportion", FOLLOW_UP,
        texts("EQ-5D besvart etter fire måneder", "EQ-5D answered after four months"),
        texts("EQ-5D besvart", "EQ-5D answered"),
        texts("Andel oppfølginger der pasienten eller pårørende svarte.", "Share of follow-ups that the patient or a relative answered."),
        numerator=_ANSWERED, green=0.65, yellow=0.5, minimum=10,
    ),
    indicator(
        "eq5d_indeks", "mean", FOLLOW_UP,
        texts("EQ-5D-indeks etter fire måneder", "EQ-5D index after four months"),
        texts("EQ-5D-indeks", "EQ-5D index"),
        texts("Gjennomsnittlig EQ-5D-indeks blant dem som svarte. 1 er full helse.", "Mean EQ-5D index among those who answered. 1 is full health."),
        measure="eq5d_index", denominator=_ANSWERED, green=0.65, yellow=0.55, minimum=10, format=",.2f",
    ),
    indicator(
        "dyp_infeksjon", "between", MAIN,
        texts("Dager mellom dype infeksjoner", "Days between deep infections"),
        texts("Dager mellom infeksjoner", "Days between infections"),
        texts("Antall dager mellom operasjoner som ga dyp infeksjon innen 30 dager.", "Days between operations that led to a deep infection within 30 days."),
        numerator="surgical_site_infection", direction=1, format=",.0f", unit=texts("dager", "days"),
    ),
)  # fmt: skip

RULES = (
    rule("hb01", MAIN, "operated_at >= admitted_at", "Operasjonen kan ikke starte før innleggelsen.", "The operation cannot begin before admission.", ("operated_at", "admitted_at")),
    rule("hb02", MAIN, "fractured_at <= admitted_at", "Bruddet må ha skjedd før innleggelsen.", "The fracture must precede admission.", ("fractured_at", "admitted_at"), warning=True),
    rule("hb03", MAIN, "days_between(operated_at, discharged_on) >= 0", "Pasienten kan ikke være utskrevet før operasjonen.", "The patient cannot be discharged before the operation.", ("discharged_on", "operated_at")),
    rule("hb04", MAIN, "days_between(operated_at, death_date) >= 0", "Dødsdato kan ikke være før operasjonen.", "The date of death cannot precede the operation.", ("death_date", "operated_at")),
    rule("hb05", MAIN, "death_date <= today()", "Dødsdato kan ikke ligge i framtiden.", "The date of death cannot lie in the future.", ("death_date",)),
    rule("hb06", MAIN, "days_between(operated_at, reoperated_on) >= 0", "Reoperasjonen kan ikke være før primæroperasjonen.", "The reoperation cannot precede the primary operation.", ("reoperated_on", "operated_at")),
    rule("hb07", MAIN, "reoperated_on IS NULL OR reoperation_reason IS NOT NULL", "Oppgi årsak til reoperasjonen.", "Give the reason for the reoperation.", ("reoperation_reason",)),
    rule("hb08", MAIN, "operation_type NOT IN ('hemi', 'total') OR cemented IS NOT NULL", "Oppgi om protesen er sementert.", "Say whether the stem is cemented.", ("cemented",)),
    rule("hb09", MAIN, "asa <> '9'", "ASA-klasse er ført som ukjent. Finnes den i anestesijournalen?", "The ASA class is entered as unknown. Is it in the anaesthetic record?", ("asa",), warning=True),
    rule("hb10", MAIN, "operation_minutes BETWEEN 10 AND 240", "Uvanlig operasjonstid. Kontroller.", "Unusual duration of surgery. Check.", ("operation_minutes",), warning=True),
    rule("hb11", MAIN, "hours_between(admitted_at, operated_at) <= 168", "Mer enn sju døgn fra innleggelse til operasjon. Kontroller tidspunktene.", "More than seven days from admission to operation. Check the times.", ("admitted_at", "operated_at"), warning=True),
    rule("hb12", MAIN, "weight / ((height / 100.0) * (height / 100.0)) BETWEEN 14 AND 45", "Uvanlig kroppsmasseindeks. Kontroller høyde og vekt.", "Unusual body mass index. Check height and weight.", ("height", "weight"), warning=True),
    rule("hb13", MAIN, "discharged_to <> '6' OR death_date IS NOT NULL", "Utskrevet som død, men dødsdato mangler.", "Discharged dead, but the date of death is missing.", ("discharged_to", "death_date")),
    rule("hb14", MAIN, "age BETWEEN 18 AND 110", "Uvanlig alder for registeret. Kontroller fødselsdato.", "Unusual age for this registry. Check the date of birth.", ("age", "birth_date"), warning=True),
    rule("hb15", MAIN, "fracture_type <> '2' OR age < 75 OR operation_type <> 'skruer'", "Skruer ved dislokert brudd hos pasient fra 75 år er uvanlig. Kontroller operasjonstypen.", "Screws for a displaced fracture at 75 or older are unusual. Check the operation.", ("operation_type", "fracture_type"), warning=True),
    rule("hb16", MAIN, "haemoglobin BETWEEN 5 AND 20", "Hemoglobin er utenfor det som er mulig å forvente. Er enheten g/dl?", "Haemoglobin is outside what can be expected. Is the unit g/dl?", ("haemoglobin",), warning=True),
    rule("hb17", FOLLOW_UP, "answered = 'nei' OR eq_vas IS NOT NULL", "Besvart skjema uten EQ VAS. Kontroller.", "Answered form without EQ VAS. Check.", ("eq_vas",), warning=True),
    rule("hb18", FOLLOW_UP, "answered = 'nei' OR eq5d_mobility IS NOT NULL", "Besvart skjema uten svar om gange.", "Answered form without an answer on mobility.", ("eq5d_mobility",)),
)  # fmt: skip


def definition(version: str, today: date) -> Definition:
    """The definition of one of the two versions; the older lacks the latest indicator and rule."""
    latest = version == VERSIONS[-1]
    changed = add_months(today, -14)
    return Definition(
        registry=REGISTRY,
        version=version,
        names=texts("Hoftebruddregisteret (oppdiktet)", "Hip Fracture Registry (invented)"),
        units=UNITS,
        forms=(
            form(MAIN, texts("Operasjon", "Operation"), "operated_at", MAIN_SECTIONS, MAIN_FIELDS,
                 timely_days=30, minutes=(10, 1.5, 3, 4), case_key="national_id",
                 duplicates=duplicates(1, 30, ("side", "fracture_type", "operation_type", "height", "weight"), 4)),
            form(FOLLOW_UP, texts("Oppfølging etter fire måneder", "Follow-up after four months"), "follow_up_date", FOLLOW_UP_SECTIONS, FOLLOW_UP_FIELDS, follows=MAIN,
                 timely_days=30, minutes=(6, 1, 2, 3), duplicates=duplicates(14)),
        ),
        code_lists=CODE_LISTS,
        reasons=REASONS,
        rules=RULES if latest else RULES[:-1],
        subgroups=SUBGROUPS,
        indicators=INDICATORS if latest else tuple(i for i in INDICATORS if i.id != "ortogeriatri_75"),
        notes=(
            note(changed, "Fra denne datoen regnes 30 dagers overlevelse fra operasjonen, ikke fra innleggelsen.", "From this date 30-day survival is counted from the operation, not from admission.", ("overlevelse_30d",)),
            note(add_months(today, -30), "Ny bruddklassifikasjon: basocervikale brudd føres for seg.", "New fracture classification: basocervical fractures are entered separately.", ("protese_dislokert_70",), ("fracture_type",)),
        ),
    )  # fmt: skip


VERSIONS = ("2.0", "2.1")

HIP_FRACTURE = Blueprint(
    registry=REGISTRY,
    definition=definition,
    versions=VERSIONS,
    main_form=MAIN,
    main=MAIN_FIELDS,
    helpers=HELPERS,
    follow_up_form=FOLLOW_UP,
    follow_up=FOLLOW_UP_FIELDS,
    yearly=10_500,
    follow_up_days=120,
    letter="H",
    winter=0.16,
    volatile={MAIN: "blood_loss", FOLLOW_UP: "eq_vas"},
)
