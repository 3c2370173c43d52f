# ruff: noqa: E501 -- a codebook reads best with one line for each variable, rule and text
"""The invented intensive care registry: its codebook, rules and indicators, and how its values come about."""

from __future__ import annotations

from datetime import date

from demo_registry.codebook import (
    REASONS,
    Blueprint,
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
from demo_registry.draws import decimal, effect, happens, lognormal, normal, pick, plain, several, whole
from demo_registry.patients import AGE, NATIONAL_ID, birth_date, sex
from demo_registry.units import UNITS
from local_cache.registry import Definition
from local_cache.results.figure import add_months

REGISTRY = "intensiv"
MAIN, FOLLOW_UP = "opphold", "oppfolging"

MAIN_SECTIONS = {
    "pasient": texts("Pasient", "Patient"),
    "innleggelse": texts("Innleggelse", "Admission"),
    "alvorlighet": texts("Alvorlighet (SAPS II)", "Severity (SAPS II)"),
    "behandling": texts("Behandling", "Treatment"),
    "utskrivning": texts("Utskrivning og utfall", "Discharge and outcome"),
}
FOLLOW_UP_SECTIONS = {
    "oppfolging": texts("Oppfølgingen", "The follow-up"),
    "helse": texts("Helse og funksjon", "Health and function"),
}

CODE_LISTS = (
    codes("kjonn", ("1", "Mann", "Male"), ("2", "Kvinne", "Female")),
    codes("ja_nei_ukjent", ("0", "Nei", "No"), ("1", "Ja", "Yes"), unknown="9"),
    codes("innlagt_fra", ("1", "Akuttmottak", "Emergency department"), ("2", "Operasjon/oppvåkning", "Theatre/recovery"), ("3", "Sengepost", "Ward"),
          ("4", "Annen intensivenhet", "Other intensive care unit"), ("5", "Annet sykehus", "Other hospital"), unknown="9"),
    codes("innleggelsestype", ("1", "Planlagt operasjon", "Planned surgery"), ("2", "Akutt kirurgi", "Emergency surgery"), ("3", "Medisinsk", "Medical")),
    codes("arsak", ("resp", "Respirasjonssvikt", "Respiratory failure"), ("sirk", "Sirkulasjonssvikt", "Circulatory failure"), ("sepsis", "Sepsis", "Sepsis"),
          ("nevro", "Nevrologisk", "Neurological"), ("traume", "Traume", "Trauma"), ("kir", "Postoperativ overvåking", "Postoperative care"),
          ("gi", "Gastrointestinal", "Gastrointestinal"), ("annet", "Annet", "Other")),
    codes("frailty", *[(str(k), nb, en) for k, nb, en in (
        (1, "1 – svært sprek", "1 – very fit"), (2, "2 – sprek", "2 – well"), (3, "3 – klarer seg godt", "3 – managing well"),
        (4, "4 – sårbar", "4 – vulnerable"), (5, "5 – lett skrøpelig", "5 – mildly frail"), (6, "6 – moderat skrøpelig", "6 – moderately frail"),
        (7, "7 – alvorlig skrøpelig", "7 – severely frail"), (8, "8 – svært alvorlig skrøpelig", "8 – very severely frail"), (9, "9 – terminalt syk", "9 – terminally ill"))], unknown="99"),
    codes("kronisk_sykdom", ("kols", "KOLS", "COPD"), ("hjertesvikt", "Hjertesvikt", "Heart failure"), ("kreft", "Aktiv kreft", "Active cancer"),
          ("immun", "Nedsatt immunforsvar", "Immune deficiency"), ("lever", "Leversvikt", "Liver failure"), ("diabetes", "Diabetes", "Diabetes")),
    codes("organstotte", ("respirator", "Respirator", "Ventilator"), ("niv", "Ikke-invasiv ventilasjon", "Non-invasive ventilation"), ("vasopressor", "Vasopressor", "Vasopressor"),
          ("crrt", "Kontinuerlig dialyse", "Continuous renal replacement"), ("ecmo", "ECMO", "ECMO")),
    codes("utskrevet_til", ("1", "Sengepost", "Ward"), ("2", "Overvåking/intermediær", "High-dependency unit"), ("3", "Annen intensivenhet", "Other intensive care unit"),
          ("4", "Annet sykehus", "Other hospital"), ("5", "Hjem", "Home"), ("6", "Død på intensiv", "Died in intensive care"), unknown="9"),
    codes("begrensning", ("0", "Ingen begrensning", "No limitation"), ("1", "Behandling ikke økt", "Treatment withheld"), ("2", "Behandling avsluttet", "Treatment withdrawn"), unknown="9"),
    codes("delirium", ("0", "Ikke delirium", "No delirium"), ("1", "Delirium", "Delirium"), ("2", "Ikke skåret", "Not scored")),
    codes("kontakt", ("time", "Oppmøte", "In person"), ("telefon", "Telefon", "Telephone"), ("skjema", "Skjema", "Form"), ("ingen", "Ikke svart", "No answer")),
    codes("arbeid", ("1", "I arbeid som før", "At work as before"), ("2", "Delvis sykmeldt", "Partly on sick leave"), ("3", "Sykmeldt", "On sick leave"),
          ("4", "Ikke i arbeid før innleggelsen", "Not at work before admission"), unknown="9"),
)  # fmt: skip

HELPERS = {
    "in_care_days": "CAST(ceil(stay_hours / 24) AS INTEGER) + 2",
    "stay_hours": whole(lognormal("stay", f"47 * exp(0.35 * {effect('stay')} + CASE WHEN ventilated THEN 0.7 ELSE 0 END)", 0.95), 6, 2400),
    "ventilated": happens("ventilated", "CASE admission_type WHEN '1' THEN 0.3 WHEN '2' THEN 0.5 ELSE 0.41 END"),
    "risk": "1 / (1 + exp(-(-7.7631 + 0.0737 * saps + 0.9971 * ln(1 + saps))))",
    "dies_here": "(u('death') < 0.74 * risk * exp(0.4 * effect('death')))",
    "died_after": "CAST(CASE WHEN dies_here THEN ceil(stay_hours / 24) WHEN u('death') < 1.0 * risk + 0.015 THEN ceil(stay_hours / 24) + 1 + floor(88 * pow(u('death_day'), 2)) WHEN u('death') < 1.3 * risk + 0.03 THEN 120 + floor(245 * u('death_day')) ELSE 4000 END AS INTEGER)",
    "saps": whole(normal("saps", "31 + 0.16 * (age - 62) + CASE admission_type WHEN '1' THEN -9 WHEN '2' THEN 1 ELSE 4 END", 14), 4, 118),
}  # fmt: skip

MAIN_FIELDS = (
    field("national_id", "text", "Fødselsnummer (oppdiktet)", "National identity number (fictitious)", "pasient", NATIONAL_ID, required="TRUE", identifier=True),
    field("birth_date", "date", "Fødselsdato", "Date of birth", "pasient", birth_date(64, 63, 17, 1, 97), required="TRUE", identifier=True, hard=("1900-01-01", "today")),
    field("sex", "code", "Kjønn", "Sex", "pasient", sex(0.41), codes="kjonn", required="TRUE"),
    field("age", "integer", "Alder ved innleggelse", "Age at admission", "pasient", AGE, unit="år", soft=(0, 100), hard=(0, 120), required="TRUE"),
    field("height", "integer", "Høyde", "Height", "pasient", whole(normal("height", "CASE WHEN sex = '2' THEN 165 ELSE 178 END", 7), 60, 208), unit="cm", soft=(120, 205), hard=(40, 230), missing=0.11),
    field("weight", "decimal", "Vekt", "Weight", "pasient", decimal(normal("weight", "CASE WHEN sex = '2' THEN 71 ELSE 85 END", 17), 8, 220), unit="kg", soft=(30, 180), hard=(2, 320), missing=0.07),
    field("frailty", "code", "Skrøpelighet (CFS) før innleggelsen", "Frailty (CFS) before admission", "pasient", "(CASE WHEN age < 60 THEN " + pick("frailty_young", {"1": 0.13, "2": 0.34, "3": 0.33, "4": 0.11, "5": 0.04, "6": 0.02, "7": 0.01, "99": 0.02}) + " ELSE " + pick("frailty", {"1": 0.03, "2": 0.16, "3": 0.35, "4": 0.2, "5": 0.1, "6": 0.07, "7": 0.04, "8": 0.01, "9": 0.01, "99": 0.03}) + " END)", codes="frailty", required="age >= 18", missing=0.02),
    field("chronic_disease", "multi-code", "Kroniske sykdommer", "Chronic diseases", "pasient", several("chronic", {"kols": 0.16, "hjertesvikt": 0.14, "kreft": 0.13, "immun": 0.06, "lever": 0.03, "diabetes": 0.17}), codes="kronisk_sykdom"),
    field("admitted_at", "timestamp", "Innlagt på intensiv", "Admitted to intensive care", "innleggelse", "CAST(day AS TIMESTAMP) + to_minutes(CAST(floor(1439 * pow(u('arrival'), 0.7)) AS BIGINT))", required="TRUE", hard=("1990-01-01", "today")),
    field("hospital_admitted_on", "date", "Innlagt i sykehus", "Admitted to hospital", "innleggelse", "(day - CAST(floor(-2.2 * ln(1e-9 + u('before_icu')) * CASE WHEN admitted_from = '3' THEN 2 ELSE 0.4 END) AS INTEGER))", required="TRUE", missing=0.01, hard=("1990-01-01", "today")),
    field("admitted_from", "code", "Innlagt fra", "Admitted from", "innleggelse", pick("admitted_from", {"1": 0.34, "2": 0.29, "3": 0.25, "4": 0.04, "5": 0.07, "9": 0.01}), codes="innlagt_fra", required="TRUE"),
    field("admission_type", "code", "Type innleggelse", "Type of admission", "innleggelse", pick("admission_type", {"1": 0.14, "2": 0.23, "3": 0.63}), codes="innleggelsestype", required="TRUE"),
    field("main_cause", "code", "Hovedårsak til oppholdet", "Main cause of the stay", "innleggelse", "(CASE WHEN admission_type = '1' THEN 'kir' WHEN month(day) IN (12, 1, 2) AND u('winter_cause') < 0.12 THEN 'resp' ELSE " + pick("main_cause", {"resp": 0.25, "sirk": 0.18, "sepsis": 0.14, "nevro": 0.13, "traume": 0.1, "kir": 0.05, "gi": 0.07, "annet": 0.08}) + " END)", codes="arsak", required="TRUE"),
    field("unplanned", "boolean", "Uplanlagt innleggelse", "Unplanned admission", "innleggelse", "(admission_type <> '1')", required="TRUE"),
    field("readmission_72h", "boolean", "Reinnlagt innen 72 timer etter forrige opphold", "Readmitted within 72 hours of the last stay", "innleggelse", happens("readmission", 0.024), required="TRUE", missing=0.004),
    field("heart_rate", "integer", "Hjertefrekvens (verste verdi)", "Heart rate (worst value)", "alvorlighet", whole(normal("heart_rate", 108, 27), 20, 230), unit="slag/min", soft=(35, 200), hard=(0, 300), missing=0.01),
    field("systolic", "integer", "Systolisk blodtrykk (verste verdi)", "Systolic blood pressure (worst value)", "alvorlighet", whole(normal("systolic", 92, 22), 30, 250), unit="mmHg", soft=(45, 230), hard=(0, 320), missing=0.01),
    field("temperature", "decimal", "Høyeste temperatur", "Highest temperature", "alvorlighet", decimal(normal("temperature", 37.5, 0.9), 31, 42), unit="°C", soft=(33, 41.5), hard=(20, 45), missing=0.02),
    field("gcs", "integer", "Laveste GCS", "Lowest GCS", "alvorlighet", whole("15 - " + lognormal("gcs", 0.8, 1.1), 3, 15), soft=(3, 15), hard=(3, 15), missing=0.02),
    field("lactate", "decimal", "Høyeste laktat", "Highest lactate", "alvorlighet", decimal(lognormal("lactate", 1.9, 0.65), 0.3, 28), unit="mmol/l", soft=(0.4, 20), hard=(0, 40), missing=0.06),
    field("urine_output", "integer", "Diurese første døgn", "Urine output in the first day", "alvorlighet", whole(lognormal("urine", 1650, 0.6), 0, 9000), unit="ml", soft=(0, 8000), hard=(0, 20000), missing=0.04),
    field("saps_score", "integer", "SAPS II", "SAPS II", "alvorlighet", "(CASE WHEN age >= 16 THEN saps END)", soft=(5, 105), hard=(0, 163), required="age >= 16", missing=0.012),
    field("expected_mortality", "decimal", "Forventet dødelighet ut fra SAPS II", "Expected mortality from SAPS II", "alvorlighet", "(CASE WHEN age >= 16 THEN round(risk, 4) END)", soft=(0, 1), hard=(0, 1), missing=0.012),
    field("organ_support", "multi-code", "Organstøtte", "Organ support", "behandling", "list_filter([CASE WHEN ventilated THEN 'respirator' END, CASE WHEN u('niv') < 0.19 THEN 'niv' END, CASE WHEN vasopressor THEN 'vasopressor' END, CASE WHEN renal_replacement THEN 'crrt' END, CASE WHEN u('ecmo') < 0.006 THEN 'ecmo' END], lambda x: x IS NOT NULL)", codes="organstotte"),
    field("invasive_ventilation", "boolean", "Invasiv respiratorbehandling", "Invasive ventilation", "behandling", "ventilated", required="TRUE"),
    field("ventilator_days", "decimal", "Respiratordøgn", "Days on ventilator", "behandling", "(CASE WHEN ventilated THEN round(stay_hours / 24.0 * (0.25 + 0.55 * u('ventilator_share')) * exp(0.3 * effect('weaning')), 2) END)", unit="døgn", soft=(0, 45), hard=(0, 200), required="invasive_ventilation = TRUE", missing=0.006),
    field("reintubated_48h", "boolean", "Reintubert innen 48 timer", "Reintubated within 48 hours", "behandling", "(CASE WHEN ventilated THEN " + happens("reintubation", 0.055) + " END)", missing=0.02),
    field("lung_protective", "boolean", "Lungevennlig ventilasjon første døgn", "Lung-protective ventilation on the first day", "behandling", "(CASE WHEN ventilated THEN " + happens("lung_protective", 0.71) + " END)", missing=0.03),
    field("vasopressor", "boolean", "Vasoaktiv behandling", "Vasoactive treatment", "behandling", plain("vasopressor", 0.52), required="TRUE"),
    field("renal_replacement", "boolean", "Nyreerstattende behandling", "Renal replacement therapy", "behandling", plain("renal", 0.075), required="TRUE"),
    field("delirium", "code", "Delirium (CAM-ICU)", "Delirium (CAM-ICU)", "behandling", "(CASE WHEN " + happens("delirium_scored", 0.74) + " THEN CASE WHEN u('delirium') < 0.23 THEN '1' ELSE '0' END ELSE '2' END)", codes="delirium", required="TRUE"),
    field("nutrition_48h", "boolean", "Ernæring startet innen 48 timer", "Nutrition started within 48 hours", "behandling", "(CASE WHEN stay_hours >= 48 THEN " + happens("nutrition", 0.84) + " END)", missing=0.01),
    field("central_line_infection", "boolean", "Kateterrelatert blodbaneinfeksjon", "Catheter-related bloodstream infection", "behandling", happens("line_infection", 0.0055), required="TRUE"),
    field("nems", "integer", "NEMS totalt", "NEMS in total", "behandling", whole("stay_hours / 24.0 * " + normal("nems", 27, 5), 9, 5000), unit="poeng", soft=(9, 2500), hard=(0, 9000), missing=0.01),
    field("discharged_at", "timestamp", "Utskrevet fra intensiv", "Discharged from intensive care", "utskrivning", "(CASE WHEN " + happens("slip", 0.0012) + " THEN admitted_at - INTERVAL 2 HOUR ELSE date_trunc('day', admitted_at + to_hours(stay_hours)) + to_minutes(CASE WHEN NOT dies_here AND " + happens("night", 0.075) + " THEN CAST(floor(u('night_minute') * 419) AS BIGINT) WHEN dies_here THEN CAST(floor(u('day_minute') * 1439) AS BIGINT) ELSE CAST(480 + floor(u('day_minute') * 780) AS BIGINT) END) + CASE WHEN stay_hours < 30 THEN INTERVAL 1 DAY ELSE INTERVAL 0 DAY END END)", required="TRUE", missing=0.003, hard=("1990-01-01", "today")),
    field("length_of_stay", "decimal", "Liggetid i døgn", "Length of stay in days", "utskrivning", "round(stay_hours / 24.0, 1)", unit="døgn", soft=(0, 60), hard=(0, 400), missing=0.003),
    field("discharged_to", "code", "Utskrevet til", "Discharged to", "utskrivning", "(CASE WHEN dies_here THEN '6' ELSE " + pick("discharged_to", {"1": 0.66, "2": 0.19, "3": 0.04, "4": 0.08, "5": 0.02, "9": 0.01}) + " END)", codes="utskrevet_til", required="TRUE"),
    field("treatment_limited", "code", "Begrensning av behandling", "Limitation of treatment", "utskrivning", "(CASE WHEN dies_here THEN " + pick("limited_dead", {"0": 0.24, "1": 0.27, "2": 0.48, "9": 0.01}) + " ELSE " + pick("limited", {"0": 0.91, "1": 0.07, "2": 0.01, "9": 0.01}) + " END)", codes="begrensning", required="TRUE"),
    field("organ_donor", "boolean", "Organdonor", "Organ donor", "utskrivning", "(CASE WHEN dies_here THEN u('donor') < 0.035 END)", required="discharged_to = '6'", missing=0.01),
    field("relatives_informed", "boolean", "Samtale med pårørende innen 24 timer", "Talk with relatives within 24 hours", "utskrivning", happens("relatives", 0.79), missing=0.03),
    field("death_date", "date", "Dødsdato", "Date of death", "utskrivning", "(CASE WHEN day + died_after <= now_day THEN day + died_after END)", hard=("1990-01-01", "today")),
    field("dead_30d", "boolean", "Død innen 30 dager", "Dead within 30 days", "utskrivning", "(died_after <= 30)", required="TRUE"),
    field("remark", "text", "Merknad", "Remark", "utskrivning", "(CASE WHEN u('remark') < 0.012 THEN 'Overflyttet på grunn av kapasitet' WHEN u('remark') < 0.02 THEN 'Planlagt tilbakeføring til lokalsykehus' END)"),
)  # fmt: skip

_ANSWERED = "contact <> 'ingen'"


def _answer(value: str) -> str:
    return f"(CASE WHEN {_ANSWERED} THEN {value} END)"


FOLLOW_UP_FIELDS = (
    field("follow_up_date", "date", "Dato for oppfølging", "Date of follow-up", "oppfolging", "due_day", required="TRUE", hard=("1990-01-01", "today")),
    field("contact", "code", "Kontaktform", "Way of contact", "oppfolging", "(CASE WHEN " + happens("contact", 0.57) + " THEN " + pick("contact_way", {"time": 0.21, "telefon": 0.37, "skjema": 0.42}) + " ELSE 'ingen' END)", codes="kontakt", required="TRUE"),
    field("walks_stairs", "boolean", "Går trapper uten hvile", "Climbs stairs without rest", "helse", _answer(plain("walks_stairs", 0.61)), missing=0.02),
    field("memory_trouble", "code", "Plager med hukommelse eller konsentrasjon", "Trouble with memory or concentration", "helse", _answer(pick("memory", {"0": 0.6, "1": 0.36, "9": 0.04})), codes="ja_nei_ukjent", required=_ANSWERED),
    field("nightmares", "code", "Mareritt om tiden på intensiv", "Nightmares about intensive care", "helse", _answer(pick("nightmares", {"0": 0.77, "1": 0.21, "9": 0.02})), codes="ja_nei_ukjent"),
    field("hads_anxiety", "integer", "HADS angst", "HADS anxiety", "helse", _answer(whole(lognormal("hads_anxiety", 4, 0.7), 0, 21)), soft=(0, 21), hard=(0, 21), missing=0.08),
    field("hads_depression", "integer", "HADS depresjon", "HADS depression", "helse", _answer(whole(lognormal("hads_depression", 3.6, 0.75), 0, 21)), soft=(0, 21), hard=(0, 21), missing=0.08),
    field("fatigue", "integer", "Utmattelse (0–10)", "Fatigue (0–10)", "helse", _answer(whole(normal("fatigue", 4.6, 2.4), 0, 10)), soft=(0, 10), hard=(0, 10), missing=0.04),
    field("eq_vas", "integer", "EQ VAS – egen helse i dag", "EQ VAS – own health today", "helse", _answer(whole(normal("eq_vas", f"61 + 3 * {effect('eq_vas')}", 20), 0, 100)), soft=(5, 100), hard=(0, 100), missing=0.05),
    field("work", "code", "Arbeid", "Work", "helse", "(CASE WHEN contact <> 'ingen' AND age < 67 THEN " + pick("work", {"1": 0.22, "2": 0.17, "3": 0.31, "4": 0.27, "9": 0.03}) + " END)", codes="arbeid"),
    field("weight_lost", "decimal", "Vekttap siden innleggelsen", "Weight lost since admission", "helse", _answer(decimal(normal("weight_lost", 3.1, 4), -15, 35)), unit="kg", soft=(-10, 25), hard=(-40, 80), missing=0.12),
    field("referred", "boolean", "Henvist videre", "Referred", "oppfolging", _answer(plain("referred", 0.27)), missing=0.02),
    field("follow_up_remark", "text", "Merknad til oppfølgingen", "Remark on the follow-up", "oppfolging", "(CASE WHEN u('follow_up_remark') < 0.02 THEN 'Ønsker å besøke avdelingen' END)"),
)  # fmt: skip

SUBGROUPS = (
    subgroup("kvinner", MAIN, "Kvinner", "Women", "sex = '2'", "sex"),
    subgroup("menn", MAIN, "Menn", "Men", "sex = '1'", "sex"),
    subgroup("under_50", MAIN, "Under 50 år", "Under 50 years", "age < 50", "age"),
    subgroup("fra_50_til_74", MAIN, "50–74 år", "50–74 years", "age BETWEEN 50 AND 74", "age"),
    subgroup("over_74", MAIN, "75 år og eldre", "75 years and older", "age >= 75", "age"),
    subgroup("medisinsk", MAIN, "Medisinske opphold", "Medical stays", "admission_type = '3'", "type"),
    subgroup("kirurgisk", MAIN, "Kirurgiske opphold", "Surgical stays", "admission_type IN ('1', '2')", "type"),
)
_GROUPS = tuple(s.id for s in SUBGROUPS)
_SEX = ("kvinner", "menn")
_ALIVE = "discharged_to <> '6'"

INDICATORS = (
    indicator(
        "reinnleggelse_72t", "proportion", MAIN,
        texts("Reinnleggelse på intensiv innen 72 timer", "Readmission to intensive care within 72 hours"),
        texts("Reinnlagt innen 72 t", "Readmitted within 72 h"),
        texts("Andel opphold som begynte innen 72 timer etter utskrivning fra et tidligere opphold. Overflytting er ikke med.",
              "Share of stays that began within 72 hours of discharge from an earlier one. Transfers are left out."),
        numerator="readmission_72h", denominator="admitted_from <> '4'", direction=0, green=0.03, yellow=0.04, minimum=20, subgroups=_GROUPS,
    ),
    indicator(
        "nattutskriving", "proportion", MAIN,
        texts("Utskrevet til sengepost om natten", "Discharged to a ward at night"),
        texts("Nattutskriving", "Night discharge"),
        texts("Andel utskrivninger til sengepost eller overvåking mellom midnatt og klokken sju.",
              "Share of discharges to a ward or high-dependency unit between midnight and seven."),
        numerator="hour(discharged_at) < 7", denominator="discharged_to IN ('1', '2')", direction=0, green=0.05, yellow=0.1, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "smr", "ratio", MAIN,
        texts("Dødelighet innen 30 dager mot forventet (SMR)", "Mortality within 30 days against expected (SMR)"),
        texts("SMR", "SMR"),
        texts("Døde innen 30 dager delt på forventet antall ut fra SAPS II. Under 1 er færre enn forventet.",
              "Deaths within 30 days divided by the number expected from SAPS II. Below 1 is fewer than expected."),
        numerator="dead_30d", denominator="age >= 16 AND NOT readmission_72h", measure="expected_mortality", direction=0, green=0.9, yellow=1.0, minimum=20, format=",.2f", version=2,
    ),
    indicator(
        "respiratordogn", "median", MAIN,
        texts("Respiratortid", "Time on ventilator"),
        texts("Respiratordøgn (median)", "Ventilator days (median)"),
        texts("Median antall døgn med invasiv respiratorbehandling.", "Median days of invasive ventilation."),
        measure="ventilator_days", denominator="invasive_ventilation", direction=0, green=2, yellow=3, minimum=10, subgroups=_SEX, format=",.1f", unit=texts("døgn", "days"),
    ),
    indicator(
        "liggetid", "median", MAIN,
        texts("Liggetid på intensiv", "Length of stay in intensive care"),
        texts("Liggetid (median)", "Length of stay (median)"),
        texts("Median antall døgn på intensiv.", "Median days in intensive care."),
        measure="length_of_stay", direction=0, green=2.5, yellow=3.5, minimum=10, format=",.1f", unit=texts("døgn", "days"),
    ),
    indicator(
        "lungevennlig", "proportion", MAIN,
        texts("Lungevennlig ventilasjon første døgn", "Lung-protective ventilation on the first day"),
        texts("Lungevennlig ventilasjon", "Lung-protective ventilation"),
        texts("Andel respiratorpasienter med tidevolum under anbefalt grense det første døgnet.",
              "Share of ventilated patients whose tidal volume was below the recommended limit on the first day."),
        numerator="lung_protective", denominator="invasive_ventilation AND age >= 16", green=0.8, yellow=0.65, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "reintubert_48t", "proportion", MAIN,
        texts("Reintubert innen 48 timer", "Reintubated within 48 hours"),
        texts("Reintubert innen 48 t", "Reintubated within 48 h"),
        texts("Andel respiratorpasienter som måtte intuberes på nytt innen 48 timer.", "Share of ventilated patients who had to be intubated again within 48 hours."),
        numerator="reintubated_48h", denominator="invasive_ventilation", direction=0, green=0.06, yellow=0.1, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "delirium_skaret", "proportion", MAIN,
        texts("Delirium skåret med CAM-ICU", "Delirium scored with CAM-ICU"),
        texts("Delirium skåret", "Delirium scored"),
        texts("Andel opphold over ett døgn der delirium ble skåret.", "Share of stays longer than a day in which delirium was scored."),
        numerator="delirium IN ('0', '1')", denominator="length_of_stay > 1", green=0.8, yellow=0.6, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "ernaring_48t", "proportion", MAIN,
        texts("Ernæring startet innen 48 timer", "Nutrition started within 48 hours"),
        texts("Ernæring innen 48 t", "Nutrition within 48 h"),
        texts("Andel opphold på minst to døgn der ernæring ble startet innen 48 timer.", "Share of stays of at least two days in which nutrition began within 48 hours."),
        numerator="nutrition_48h", denominator="length_of_stay >= 2", green=0.9, yellow=0.75, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "infeksjonsrate", "rate", MAIN,
        texts("Blodbaneinfeksjoner per 1 000 liggedøgn", "Bloodstream infections per 1,000 days"),
        texts("Infeksjoner per 1 000 døgn", "Infections per 1,000 days"),
        texts("Kateterrelaterte blodbaneinfeksjoner per 1 000 døgn på intensiv.", "Catheter-related bloodstream infections per 1,000 days in intensive care."),
        numerator="central_line_infection", measure="length_of_stay / 1000.0", direction=0, green=1.0, yellow=2.0, minimum=20, format=",.1f", unit=texts("per 1 000 døgn", "per 1,000 days"),
    ),
    indicator(
        "eq_vas", "mean", FOLLOW_UP,
        texts("Egen helse tre måneder etter intensiv", "Own health three months after intensive care"),
        texts("EQ VAS etter 3 md.", "EQ VAS after 3 months"),
        texts("Gjennomsnittlig egenvurdert helse på en skala fra 0 til 100.", "Mean self-rated health on a scale from 0 to 100."),
        measure="eq_vas", denominator=_ANSWERED, green=65, yellow=55, minimum=10, format=",.0f",
    ),
    indicator(
        "kateterinfeksjon", "between", MAIN,
        texts("Dager mellom kateterrelaterte blodbaneinfeksjoner", "Days between catheter-related bloodstream infections"),
        texts("Dager mellom infeksjoner", "Days between infections"),
        texts("Antall dager mellom opphold med kateterrelatert blodbaneinfeksjon.", "Days between stays with a catheter-related bloodstream infection."),
        numerator="central_line_infection", direction=1, format=",.0f", unit=texts("dager", "days"),
    ),
)  # fmt: skip

RULES = (
    rule("in01", MAIN, "discharged_at >= admitted_at", "Pasienten kan ikke være utskrevet før innleggelsen.", "The patient cannot be discharged before admission.", ("discharged_at", "admitted_at")),
    rule("in02", MAIN, "days_between(hospital_admitted_on, admitted_at) >= 0", "Innleggelse i sykehus må være før innleggelse på intensiv.", "Hospital admission must precede intensive care admission.", ("hospital_admitted_on", "admitted_at")),
    rule("in03", MAIN, "days_between(admitted_at, death_date) >= 0", "Dødsdato kan ikke være før innleggelsen.", "The date of death cannot precede admission.", ("death_date", "admitted_at")),
    rule("in04", MAIN, "death_date <= today()", "Dødsdato kan ikke ligge i framtiden.", "The date of death cannot lie in the future.", ("death_date",)),
    rule("in05", MAIN, "discharged_to <> '6' OR death_date IS NOT NULL", "Utskrevet som død, men dødsdato mangler.", "Discharged dead, but the date of death is missing.", ("discharged_to", "death_date")),
    rule("in06", MAIN, "NOT invasive_ventilation OR ventilator_days IS NOT NULL", "Oppgi antall respiratordøgn.", "Give the number of days on ventilator.", ("ventilator_days",)),
    rule("in07", MAIN, "ventilator_days <= length_of_stay + 0.1", "Flere respiratordøgn enn liggedøgn.", "More days on ventilator than in intensive care.", ("ventilator_days", "length_of_stay")),
    rule("in08", MAIN, "age < 16 OR saps_score IS NOT NULL", "SAPS II mangler.", "SAPS II is missing.", ("saps_score",)),
    rule("in09", MAIN, "saps_score BETWEEN 5 AND 105", "Uvanlig SAPS II. Kontroller poengsummen.", "Unusual SAPS II. Check the score.", ("saps_score",), warning=True),
    rule("in10", MAIN, "gcs > 8 OR invasive_ventilation OR main_cause = 'nevro'", "GCS 8 eller lavere uten respirator. Kontroller.", "GCS 8 or lower without a ventilator. Check.", ("gcs", "invasive_ventilation"), warning=True),
    rule("in11", MAIN, "admission_type <> '1' OR NOT unplanned", "Planlagt operasjon er ført som uplanlagt innleggelse.", "Planned surgery is entered as an unplanned admission.", ("admission_type", "unplanned")),
    rule("in12", MAIN, "temperature BETWEEN 32 AND 41.5", "Uvanlig temperatur. Kontroller verdien.", "Unusual temperature. Check the value.", ("temperature",), warning=True),
    rule("in13", MAIN, "lactate <= 20", "Svært høy laktat. Kontroller verdien.", "Very high lactate. Check the value.", ("lactate",), warning=True),
    rule("in14", MAIN, "frailty <> '99'", "Skrøpelighet er ført som ukjent. Finnes den i journalen?", "Frailty is entered as unknown. Is it in the record?", ("frailty",), warning=True),
    rule("in15", MAIN, "height IS NULL OR weight IS NULL OR weight / ((height / 100.0) * (height / 100.0)) BETWEEN 12 AND 55", "Uvanlig kroppsmasseindeks. Kontroller høyde og vekt.", "Unusual body mass index. Check height and weight.", ("height", "weight"), warning=True),
    rule("in16", MAIN, "discharged_to = '6' OR organ_donor IS NULL OR NOT organ_donor", "Organdonor er ført for en pasient som ikke døde på intensiv.", "Organ donor is entered for a patient who did not die in intensive care.", ("organ_donor", "discharged_to")),
    rule("in17", FOLLOW_UP, "contact = 'ingen' OR eq_vas IS NOT NULL", "Besvart oppfølging uten EQ VAS. Kontroller.", "Answered follow-up without EQ VAS. Check.", ("eq_vas",), warning=True),
)  # fmt: skip

VERSIONS = ("3.0", "3.1")


def definition(version: str, today: date) -> Definition:
    """The definition of one of the two versions; the older lacks the latest indicator and rule."""
    latest = version == VERSIONS[-1]
    return Definition(
        registry=REGISTRY,
        version=version,
        names=texts("Intensivregisteret (oppdiktet)", "Intensive Care Registry (invented)"),
        units=UNITS,
        forms=(
            form(MAIN, texts("Intensivopphold", "Intensive care stay"), "admitted_at", MAIN_SECTIONS, MAIN_FIELDS,
                 timely_days=21, minutes=(15, 2, 3, 4), case_key="national_id",
                 duplicates=duplicates(0, 2, ("main_cause", "saps_score", "heart_rate", "systolic", "lactate"), 4)),
            form(FOLLOW_UP, texts("Oppfølging etter tre måneder", "Follow-up after three months"), "follow_up_date", FOLLOW_UP_SECTIONS, FOLLOW_UP_FIELDS, follows=MAIN,
                 timely_days=45, minutes=(7, 1.5, 2, 3), duplicates=duplicates(14)),
        ),
        code_lists=CODE_LISTS,
        reasons=REASONS,
        rules=RULES if latest else RULES[:-1],
        subgroups=SUBGROUPS,
        indicators=INDICATORS if latest else tuple(i for i in INDICATORS if i.id != "ernaring_48t"),
        notes=(
            note(add_months(today, -22), "Forventet dødelighet er regnet på nytt; SMR kan ikke sammenlignes med tidligere.", "Expected mortality was recalculated; the SMR cannot be compared with earlier.", ("smr",), ("expected_mortality",)),
            note(add_months(today, -9), "Delirium kan føres som ikke skåret.", "Delirium can be entered as not scored.", ("delirium_skaret",), ("delirium",)),
        ),
    )  # fmt: skip


INTENSIVE_CARE = Blueprint(
    registry=REGISTRY,
    definition=definition,
    versions=VERSIONS,
    main_form=MAIN,
    main=MAIN_FIELDS,
    helpers=HELPERS,
    follow_up_form=FOLLOW_UP,
    follow_up=FOLLOW_UP_FIELDS,
    yearly=15_000,
    follow_up_days=90,
    letter="I",
    winter=0.1,
    volatile={MAIN: "urine_output", FOLLOW_UP: "eq_vas"},
)
