# ruff: noqa: E501 -- a codebook reads best with one line for each variable, rule and text
"""The invented stroke registry: its codebook, rules and indicators, and how its values come about."""

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

REGISTRY = "hjerneslag"
MAIN, FOLLOW_UP = "akutt", "oppfolging"

MAIN_SECTIONS = {
    "pasient": texts("Pasient", "Patient"),
    "for_slaget": texts("Før hjerneslaget", "Before the stroke"),
    "ankomst": texts("Symptomstart og ankomst", "Onset and arrival"),
    "behandling": texts("Undersøkelse og behandling", "Examination and treatment"),
    "utskrivning": texts("Utskrivning", "Discharge"),
}
FOLLOW_UP_SECTIONS = {
    "oppfolging": texts("Oppfølgingen", "The follow-up"),
    "funksjon": texts("Funksjon", "Function"),
    "behandling": texts("Behandling og hjelp", "Treatment and help"),
}

CODE_LISTS = (
    codes("kjonn", ("1", "Mann", "Male"), ("2", "Kvinne", "Female")),
    codes("ja_nei_ukjent", ("0", "Nei", "No"), ("1", "Ja", "Yes"), unknown="9"),
    codes("slagtype", ("I61", "I61 – hjerneblødning", "I61 – intracerebral haemorrhage"),
          ("I63", "I63 – hjerneinfarkt", "I63 – cerebral infarction"),
          ("I64", "I64 – uspesifisert hjerneslag", "I64 – unspecified stroke")),
    codes("mrs", ("0", "0 – ingen symptomer", "0 – no symptoms"), ("1", "1 – ingen betydelig funksjonssvikt", "1 – no significant disability"),
          ("2", "2 – lett funksjonssvikt", "2 – slight disability"), ("3", "3 – moderat funksjonssvikt", "3 – moderate disability"),
          ("4", "4 – alvorlig funksjonssvikt", "4 – moderately severe disability"), ("5", "5 – svært alvorlig funksjonssvikt", "5 – severe disability"),
          ("6", "6 – død", "6 – dead"), unknown="9"),
    codes("bolig", ("1", "Egen bolig uten hjelp", "Own home without help"), ("2", "Egen bolig med hjelp", "Own home with help"),
          ("3", "Omsorgsbolig", "Sheltered housing"), ("4", "Sykehjem", "Nursing home"), unknown="9"),
    codes("sivilstatus", ("1", "Gift/samboende", "Married/cohabiting"), ("2", "Enslig", "Single"), ("3", "Enke/enkemann", "Widowed"), unknown="9"),
    codes("avdeling", ("1", "Slagenhet", "Stroke unit"), ("2", "Medisinsk avdeling", "Medical ward"), ("3", "Intensiv/overvåking", "Intensive care"),
          ("4", "Observasjonspost", "Observation ward"), ("5", "Annen avdeling", "Other ward")),
    codes("varslet", ("1", "113", "Emergency number 113"), ("2", "Fastlege eller legevakt", "General practitioner or out-of-hours service"),
          ("3", "Direkte til sykehus", "Directly to hospital"), unknown="9"),
    codes("bevissthet", ("0", "Våken", "Alert"), ("1", "Døsig", "Drowsy"), ("2", "Reagerer på smerte", "Responds to pain"), ("3", "Reagerer ikke", "Unresponsive"), unknown="9"),
    codes("royk", ("0", "Aldri", "Never"), ("1", "Eks-røyker", "Former smoker"), ("2", "Røyker", "Smoker"), unknown="9"),
    codes("tidligere_sykdom", ("slag", "Tidligere hjerneslag", "Previous stroke"), ("tia", "TIA", "TIA"), ("af", "Atrieflimmer", "Atrial fibrillation"),
          ("infarkt", "Hjerteinfarkt", "Myocardial infarction"), ("diabetes", "Diabetes", "Diabetes"), ("hypertensjon", "Høyt blodtrykk", "Hypertension")),
    codes("komplikasjon", ("pneumoni", "Lungebetennelse", "Pneumonia"), ("uvi", "Urinveisinfeksjon", "Urinary tract infection"), ("fall", "Fall", "Fall"),
          ("dvt", "Dyp venetrombose", "Deep vein thrombosis"), ("progresjon", "Forverring av slaget", "Progressing stroke")),
    codes("utskrevet_til", ("1", "Eget hjem", "Own home"), ("2", "Rehabilitering", "Rehabilitation"), ("3", "Sykehjem", "Nursing home"),
          ("4", "Annet sykehus", "Other hospital"), ("6", "Død under oppholdet", "Died during the stay"), unknown="9"),
    codes("oppfolgingsform", ("poliklinikk", "Poliklinikk", "Outpatient clinic"), ("telefon", "Telefon", "Telephone"), ("brev", "Brev", "Letter"),
          ("ikke", "Ikke fulgt opp", "Not followed up")),
)  # fmt: skip

_ISCHAEMIC = "stroke_type = 'I63'"

HELPERS = {
    "in_care_days": "stay_days + 1",
    "stay_days": whole(lognormal("stay", f"5.1 * exp(0.5 * {effect('stay')} + 0.035 * least(18, severity))", 0.55), 1, 75).replace("BIGINT", "INTEGER"),
    "severity": whole(lognormal("severity", "4.2", 1.0), 0, 42),
    "reached_hospital": "(CAST(day AS TIMESTAMP) + to_minutes(CAST(floor(1439 * sqrt(u('arrival'))) AS BIGINT)))",
    "onset_minutes": whole(lognormal("onset", "210", 1.25), 15, 20000),
    "in_time": "(onset_minutes <= 250 AND stroke_type = 'I63')",
    "died_after": "CAST(CASE WHEN u('death') < 1 / (1 + exp(-(-3.0 + 0.05 * (age - 75) + 0.13 * least(25, severity) + CASE WHEN stroke_type = 'I61' THEN 0.9 ELSE 0 END + 0.5 * effect('death')))) THEN floor(90 * pow(u('death_day'), 2)) WHEN u('death') < 0.19 THEN 91 + floor(270 * u('death_day')) ELSE 4000 END AS INTEGER)",
}  # fmt: skip

MAIN_FIELDS = (
    field("national_id", "text", "Fødselsnummer (oppdiktet)", "National identity number (fictitious)", "pasient", NATIONAL_ID, required="TRUE", identifier=True),
    field("birth_date", "date", "Fødselsdato", "Date of birth", "pasient", birth_date(77, 72, 12, 19, 102), required="TRUE", identifier=True, hard=("1900-01-01", "today")),
    field("sex", "code", "Kjønn", "Sex", "pasient", sex(0.46), codes="kjonn", required="TRUE"),
    field("age", "integer", "Alder ved innleggelse", "Age at admission", "pasient", AGE, unit="år", soft=(18, 103), hard=(0, 120), required="TRUE"),
    field("marital_status", "code", "Sivilstatus", "Marital status", "pasient", pick("marital_status", {"1": 0.53, "2": 0.24, "3": 0.21, "9": 0.02}), codes="sivilstatus", missing=0.02),
    field("lives_alone", "boolean", "Bor alene", "Lives alone", "for_slaget", "(u('lives_alone') < CASE WHEN age > 80 THEN 0.52 ELSE 0.33 END)", missing=0.03),
    field("residence", "code", "Bosituasjon før slaget", "Residence before the stroke", "for_slaget", pick("residence", {"1": 0.74, "2": 0.14, "3": 0.05, "4": 0.06, "9": 0.01}), codes="bolig", required="TRUE"),
    field("mrs_before", "code", "mRS før slaget", "mRS before the stroke", "for_slaget", pick("mrs_before", {"0": 0.51, "1": 0.16, "2": 0.12, "3": 0.13, "4": 0.05, "5": 0.01, "9": 0.02}), codes="mrs", required="TRUE"),
    field("smoking", "code", "Røykestatus", "Smoking", "for_slaget", pick("smoking", {"0": 0.41, "1": 0.33, "2": 0.18, "9": 0.08}), codes="royk", required="TRUE"),
    field("comorbidity", "multi-code", "Tidligere sykdommer", "Previous diseases", "for_slaget", several("comorbidity", {"slag": 0.2, "tia": 0.09, "af": 0.27, "infarkt": 0.13, "diabetes": 0.19, "hypertensjon": 0.57}), codes="tidligere_sykdom"),
    field("antithrombotic_before", "boolean", "Platehemmer eller antikoagulasjon før slaget", "Antithrombotic before the stroke", "for_slaget", plain("antithrombotic_before", 0.44), missing=0.015),
    field("statin_before", "boolean", "Kolesterolsenkende før slaget", "Statin before the stroke", "for_slaget", plain("statin_before", 0.39), missing=0.015),
    field("height", "integer", "Høyde", "Height", "for_slaget", whole(normal("height", "CASE WHEN sex = '2' THEN 163 ELSE 177 END", 6.8), 135, 208), unit="cm", soft=(140, 205), hard=(80, 230), missing=0.24),
    field("weight", "decimal", "Vekt", "Weight", "for_slaget", decimal(normal("weight", "CASE WHEN sex = '2' THEN 68 ELSE 82 END", 14), 35, 180), unit="kg", soft=(38, 160), hard=(20, 300), missing=0.2),
    field("onset_at", "timestamp", "Symptomdebut", "Onset of symptoms", "ankomst", "reached_hospital - to_minutes(onset_minutes)", hard=("1990-01-01", "today"), missing=0.06),
    field("wake_up", "boolean", "Våknet med symptomer", "Woke with symptoms", "ankomst", plain("wake_up", 0.21), required="TRUE", missing=0.01),
    field("called_first", "code", "Hvem ble varslet først", "Who was called first", "ankomst", pick("called_first", {"1": 0.61, "2": 0.28, "3": 0.07, "9": 0.04}), codes="varslet", required="TRUE"),
    field("admitted_at", "timestamp", "Innlagt i sykehus", "Admitted to hospital", "ankomst", "reached_hospital", required="TRUE", hard=("1990-01-01", "today")),
    field("during_admission", "boolean", "Hjerneslag under sykehusopphold", "Stroke during a hospital stay", "ankomst", plain("during_admission", 0.045), required="TRUE"),
    field("first_ward", "code", "Første avdeling", "First ward", "ankomst", "(CASE WHEN " + happens("straight_to_unit", "CASE WHEN dayofweek(day) IN (0, 6) THEN 0.83 ELSE 0.88 END") + " THEN '1' ELSE " + pick("first_ward", {"2": 0.42, "3": 0.29, "4": 0.2, "5": 0.09}) + " END)", codes="avdeling", required="TRUE", missing=0.004),
    field("stroke_unit", "boolean", "Behandlet i slagenhet under oppholdet", "Treated in a stroke unit during the stay", "ankomst", "(first_ward = '1' OR u('stroke_unit') < 0.64)", required="TRUE", missing=0.004),
    field("consciousness", "code", "Bevissthet ved innleggelse", "Consciousness at admission", "ankomst", pick("consciousness", {"0": 0.84, "1": 0.09, "2": 0.03, "3": 0.03, "9": 0.01}), codes="bevissthet", required="TRUE"),
    field("nihss", "integer", "NIHSS ved innleggelse", "NIHSS at admission", "ankomst", "CASE WHEN u('no_nihss') < 0.07 * exp(effect('nihss')) THEN NULL ELSE severity END", soft=(0, 30), hard=(0, 42), required="during_admission = FALSE"),
    field("systolic", "integer", "Systolisk blodtrykk", "Systolic blood pressure", "ankomst", whole(normal("systolic", 162, 28), 70, 270), unit="mmHg", soft=(80, 240), hard=(40, 320), missing=0.02),
    field("diastolic", "integer", "Diastolisk blodtrykk", "Diastolic blood pressure", "ankomst", whole("systolic * 0.42 + " + normal("diastolic", 18, 9), 30, 160), unit="mmHg", soft=(40, 140), hard=(20, 200), missing=0.02),
    field("glucose", "decimal", "Blodglukose ved innleggelse", "Blood glucose at admission", "ankomst", decimal(lognormal("glucose", 6.8, 0.28), 2.4, 34), unit="mmol/l", soft=(3, 25), hard=(1, 60), missing=0.03),
    field("stroke_type", "code", "Hoveddiagnose", "Main diagnosis", "behandling", pick("stroke_type", {"I63": 0.858, "I61": 0.128, "I64": 0.014}), codes="slagtype", required="TRUE"),
    field("imaging_at", "timestamp", "Bildediagnostikk", "Imaging", "behandling", "admitted_at + to_minutes(" + whole(lognormal("imaging", f"CASE WHEN in_time THEN 16 ELSE 44 END * exp(0.5 * {effect('imaging')})", 0.7), 3, 2000) + ")", hard=("1990-01-01", "today"), missing=0.012),
    field("thrombolysis", "boolean", "Trombolyse", "Thrombolysis", "behandling", "(CASE WHEN in_time THEN " + happens("thrombolysis", 0.53) + " WHEN stroke_type = 'I63' THEN u('late_thrombolysis') < 0.035 ELSE FALSE END)", required="TRUE"),
    field("thrombolysis_at", "timestamp", "Start av trombolyse", "Start of thrombolysis", "behandling", "(CASE WHEN thrombolysis THEN admitted_at + to_minutes(" + whole(lognormal("needle_minutes", f"35 * exp(0.55 * {effect('needle')})", 0.5), 8, 300) + ") END)", required="thrombolysis = TRUE", missing=0.005),
    field("thrombectomy", "boolean", "Trombektomi", "Thrombectomy", "behandling", "(stroke_type = 'I63' AND severity >= 6 AND " + happens("thrombectomy", 0.15) + ")", required="TRUE", since=date(2018, 1, 1)),
    field("bleeding_after_thrombolysis", "boolean", "Symptomgivende hjerneblødning etter trombolyse", "Symptomatic haemorrhage after thrombolysis", "behandling", "(CASE WHEN thrombolysis THEN " + happens("bleeding", 0.034) + " END)", required="thrombolysis = TRUE", missing=0.004),
    field("swallow_test", "code", "Svelgtest gjennomført før mat og drikke", "Swallowing tested before food and drink", "behandling", "(CASE WHEN consciousness IN ('2', '3') AND u('not_testable') < 0.6 THEN '9' WHEN " + happens("swallow", 0.87) + " THEN '1' ELSE '0' END)", codes="ja_nei_ukjent", required="TRUE"),
    field("mobilised_within_24h", "boolean", "Mobilisert innen 24 timer", "Mobilised within 24 hours", "behandling", happens("mobilised", 0.81), missing=0.03),
    field("heart_rhythm_monitored", "boolean", "Telemetri minst 24 timer", "Heart rhythm monitored at least 24 hours", "behandling", happens("telemetry", 0.78), missing=0.02),
    field("atrial_fibrillation", "code", "Atrieflimmer påvist", "Atrial fibrillation found", "behandling", pick("atrial_fibrillation", {"0": 0.68, "1": 0.29, "9": 0.03}), codes="ja_nei_ukjent", required="TRUE"),
    field("carotid_imaging", "boolean", "Halskar undersøkt", "Carotids examined", "behandling", happens("carotid", 0.86), missing=0.02),
    field("complication", "multi-code", "Komplikasjoner under oppholdet", "Complications during the stay", "behandling", several("complication", {"pneumoni": 0.071, "uvi": 0.062, "fall": 0.035, "dvt": 0.006, "progresjon": 0.058}), codes="komplikasjon"),
    field("discharged_at", "timestamp", "Utskrevet", "Discharged", "utskrivning", "(CASE WHEN " + happens("slip", 0.0025) + " THEN admitted_at - INTERVAL 1 DAY ELSE CAST(CAST(day AS DATE) + stay_days AS TIMESTAMP) + to_minutes(CAST(660 + floor(u('discharge') * 300) AS BIGINT)) END)", required="TRUE", missing=0.006, hard=("1990-01-01", "today")),
    field("length_of_stay", "integer", "Liggetid i døgn", "Length of stay in days", "utskrivning", "CAST(stay_days AS BIGINT)", unit="døgn", soft=(0, 60), hard=(0, 400), missing=0.006),
    field("discharged_to", "code", "Utskrevet til", "Discharged to", "utskrivning", "(CASE WHEN died_after <= stay_days THEN '6' WHEN severity >= 12 THEN " + pick("discharged_severe", {"1": 0.19, "2": 0.42, "3": 0.3, "4": 0.08, "9": 0.01}) + " ELSE " + pick("discharged_to", {"1": 0.7, "2": 0.16, "3": 0.08, "4": 0.05, "9": 0.01}) + " END)", codes="utskrevet_til", required="TRUE"),
    field("mrs_discharge", "code", "mRS ved utskrivning", "mRS at discharge", "utskrivning", "(CASE WHEN discharged_to = '6' THEN '6' ELSE " + pick("mrs_discharge", {"0": 0.15, "1": 0.24, "2": 0.19, "3": 0.18, "4": 0.15, "5": 0.06, "9": 0.03}) + " END)", codes="mrs", required="TRUE"),
    field("antithrombotic_discharge", "boolean", "Platehemmer eller antikoagulasjon ved utskrivning", "Antithrombotic at discharge", "utskrivning", f"(CASE WHEN {_ISCHAEMIC} AND discharged_to <> '6' THEN " + happens("antithrombotic", 0.965) + " END)", required=f"{_ISCHAEMIC} AND discharged_to <> '6'", missing=0.004),
    field("anticoagulant_discharge", "boolean", "Antikoagulasjon ved utskrivning", "Anticoagulation at discharge", "utskrivning", "(CASE WHEN stroke_type = 'I63' AND atrial_fibrillation = '1' AND discharged_to <> '6' THEN " + happens("anticoagulation", 0.83) + " END)", missing=0.006),
    field("statin_discharge", "boolean", "Kolesterolsenkende ved utskrivning", "Statin at discharge", "utskrivning", f"(CASE WHEN {_ISCHAEMIC} AND discharged_to <> '6' THEN " + happens("statin", "CASE WHEN age > 85 THEN 0.62 ELSE 0.86 END") + " END)", missing=0.006),
    field("death_date", "date", "Dødsdato", "Date of death", "utskrivning", "(CASE WHEN day + died_after <= now_day THEN day + died_after END)", hard=("1990-01-01", "today")),
    field("remark", "text", "Merknad", "Remark", "utskrivning", "(CASE WHEN u('remark') < 0.01 THEN 'Overflyttet fra annet sykehus samme dag' WHEN u('remark') < 0.025 THEN 'Usikker symptomdebut' END)"),
)  # fmt: skip

_SEEN = "contact <> 'ikke'"


def _found(value: str) -> str:
    return f"(CASE WHEN {_SEEN} THEN {value} END)"


FOLLOW_UP_FIELDS = (
    field("follow_up_date", "date", "Dato for oppfølging", "Date of follow-up", "oppfolging", "due_day", required="TRUE", hard=("1990-01-01", "today")),
    field("contact", "code", "Oppfølgingsform", "Way of follow-up", "oppfolging", "(CASE WHEN " + happens("contact", 0.82) + " THEN " + pick("contact_way", {"poliklinikk": 0.36, "telefon": 0.57, "brev": 0.07}) + " ELSE 'ikke' END)", codes="oppfolgingsform", required="TRUE"),
    field("answered_by_proxy", "boolean", "Besvart av pårørende eller helsepersonell", "Answered by a relative or staff", "oppfolging", _found(plain("proxy", 0.28)), missing=0.02),
    field("mrs_now", "code", "mRS etter tre måneder", "mRS after three months", "funksjon", _found("(CASE WHEN mrs_discharge IN ('4', '5') THEN " + pick("mrs_severe", {"2": 0.09, "3": 0.31, "4": 0.42, "5": 0.13, "9": 0.05}) + " WHEN " + happens("recovered", 0.74) + " THEN " + pick("mrs_good", {"0": 0.26, "1": 0.42, "2": 0.32}) + " ELSE " + pick("mrs_rest", {"3": 0.62, "4": 0.27, "5": 0.05, "9": 0.06}) + " END)"), codes="mrs", required=_SEEN),
    field("residence_now", "code", "Bosituasjon nå", "Residence now", "funksjon", _found(pick("residence_now", {"1": 0.62, "2": 0.19, "3": 0.06, "4": 0.12, "9": 0.01})), codes="bolig", missing=0.01),
    field("walks_alone", "boolean", "Går uten hjelp", "Walks without help", "funksjon", _found(plain("walks_alone", 0.79)), missing=0.02),
    field("dresses_alone", "boolean", "Kler på seg uten hjelp", "Dresses without help", "funksjon", _found(plain("dresses_alone", 0.81)), missing=0.02),
    field("toilet_alone", "boolean", "Klarer toalettbesøk uten hjelp", "Uses the toilet without help", "funksjon", _found(plain("toilet_alone", 0.86)), missing=0.02),
    field("barthel", "integer", "Barthel-indeks", "Barthel index", "funksjon", _found(whole(normal("barthel", "CASE WHEN mrs_now IN ('0', '1', '2') THEN 97 ELSE 63 END", 12), 0, 100)), soft=(0, 100), hard=(0, 100), missing=0.11),
    field("back_to_work", "code", "Tilbake i arbeid", "Back at work", "funksjon", "(CASE WHEN contact <> 'ikke' AND age < 67 THEN " + pick("back_to_work", {"0": 0.43, "1": 0.52, "9": 0.05}) + " END)", codes="ja_nei_ukjent"),
    field("drives_again", "boolean", "Kjører bil igjen", "Drives again", "funksjon", _found(plain("drives_again", 0.41)), missing=0.07),
    field("satisfied_with_rehabilitation", "integer", "Fornøyd med opptreningen (0–10)", "Satisfied with the rehabilitation (0–10)", "behandling", _found(whole(normal("satisfied", f"7.2 + {effect('satisfied')}", 1.9), 0, 10)), soft=(0, 10), hard=(0, 10), missing=0.09),
    field("stopped_smoking", "code", "Sluttet å røyke etter slaget", "Stopped smoking after the stroke", "behandling", "(CASE WHEN contact <> 'ikke' AND smoking = '2' THEN " + pick("stopped_smoking", {"0": 0.5, "1": 0.43, "9": 0.07}) + " END)", codes="ja_nei_ukjent"),
    field("new_stroke", "boolean", "Nytt hjerneslag siden utskrivning", "New stroke since discharge", "behandling", _found(plain("new_stroke", 0.024)), missing=0.01),
    field("follow_up_systolic", "integer", "Systolisk blodtrykk ved oppfølging", "Systolic blood pressure at follow-up", "behandling", "(CASE WHEN contact = 'poliklinikk' THEN " + whole(normal("systolic_now", 136, 16), 85, 220) + " END)", unit="mmHg", soft=(90, 190), hard=(40, 320), missing=0.04),
    field("follow_up_remark", "text", "Merknad til oppfølgingen", "Remark on the follow-up", "oppfolging", "(CASE WHEN u('follow_up_remark') < 0.012 THEN 'Flyttet til annen kommune' END)"),
)  # fmt: skip

SUBGROUPS = (
    subgroup("kvinner", MAIN, "Kvinner", "Women", "sex = '2'", "sex"),
    subgroup("menn", MAIN, "Menn", "Men", "sex = '1'", "sex"),
    subgroup("under_65", MAIN, "Under 65 år", "Under 65 years", "age < 65", "age"),
    subgroup("fra_65_til_79", MAIN, "65–79 år", "65–79 years", "age BETWEEN 65 AND 79", "age"),
    subgroup("over_79", MAIN, "80 år og eldre", "80 years and older", "age >= 80", "age"),
    subgroup("infarkt", MAIN, "Hjerneinfarkt", "Cerebral infarction", "stroke_type = 'I63'", "type"),
    subgroup("blodning", MAIN, "Hjerneblødning", "Haemorrhage", "stroke_type = 'I61'", "type"),
)
_GROUPS = tuple(s.id for s in SUBGROUPS)
_SEX = ("kvinner", "menn")
_NEEDLE = "minutes_between(admitted_at, thrombolysis_at)"

INDICATORS = (
    indicator(
        "slagenhet_direkte", "proportion", MAIN,
        texts("Innlagt direkte i slagenhet", "Admitted directly to a stroke unit"),
        texts("Direkte i slagenhet", "Directly to stroke unit"),
        texts("Andel pasienter som ble lagt rett inn i slagenhet. Hjerneslag under sykehusopphold er ikke med.",
              "Share of patients admitted straight to a stroke unit. Strokes during a hospital stay are left out."),
        numerator="first_ward = '1'", denominator="NOT during_admission", green=0.9, yellow=0.8, minimum=10, subgroups=_GROUPS,
    ),
    indicator(
        "trombolyse_40min", "proportion", MAIN,
        texts("Trombolyse innen 40 minutter etter innleggelse", "Thrombolysis within 40 minutes of admission"),
        texts("Trombolyse innen 40 min", "Thrombolysis within 40 min"),
        texts("Andel trombolysebehandlede som fikk behandlingen innen 40 minutter etter innleggelse.",
              "Share of those given thrombolysis who got it within 40 minutes of admission."),
        numerator=f"{_NEEDLE} <= 40", denominator="thrombolysis AND NOT during_admission", green=0.6, yellow=0.4, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "trombolyse_andel", "proportion", MAIN,
        texts("Trombolyse ved hjerneinfarkt", "Thrombolysis for cerebral infarction"),
        texts("Andel trombolyse", "Thrombolysis"),
        texts("Andel pasienter med hjerneinfarkt som fikk trombolyse.", "Share of patients with cerebral infarction who got thrombolysis."),
        numerator="thrombolysis", denominator=_ISCHAEMIC, green=0.2, yellow=0.15, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "tid_til_trombolyse", "median", MAIN,
        texts("Tid fra innleggelse til trombolyse", "Time from admission to thrombolysis"),
        texts("Minutter til trombolyse", "Minutes to thrombolysis"),
        texts("Median antall minutter fra innleggelse til trombolysen startet.", "Median minutes from admission to the start of thrombolysis."),
        measure=_NEEDLE, denominator="thrombolysis AND thrombolysis_at >= admitted_at", direction=0, green=30, yellow=40, minimum=10, subgroups=_SEX, format=",.0f", unit=texts("minutter", "minutes"),
    ),
    indicator(
        "svelgtest", "proportion", MAIN,
        texts("Svelgtest gjennomført", "Swallowing tested"),
        texts("Svelgtest", "Swallowing test"),
        texts("Andel pasienter som fikk svelgfunksjonen testet før mat og drikke. Der det er ukjent, er pasienten ikke med.",
              "Share of patients whose swallowing was tested before food and drink. Unknown is left out."),
        numerator="swallow_test = '1'", denominator="swallow_test IN ('0', '1')", green=0.9, yellow=0.8, minimum=10, subgroups=_GROUPS,
    ),
    indicator(
        "antitrombotisk", "proportion", MAIN,
        texts("Utskrevet med blodproppforebyggende behandling etter hjerneinfarkt", "Discharged on antithrombotic treatment after infarction"),
        texts("Blodproppforebyggende", "Antithrombotic"),
        texts("Andel utskrevet i live etter hjerneinfarkt med platehemmer eller antikoagulasjon.",
              "Share discharged alive after infarction with an antiplatelet or an anticoagulant."),
        numerator="antithrombotic_discharge", denominator=f"{_ISCHAEMIC} AND discharged_to <> '6'", green=0.95, yellow=0.9, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "antikoagulasjon_af", "proportion", MAIN,
        texts("Antikoagulasjon ved atrieflimmer etter hjerneinfarkt", "Anticoagulation with atrial fibrillation after infarction"),
        texts("Antikoagulasjon ved AF", "Anticoagulation with AF"),
        texts("Andel med påvist atrieflimmer og hjerneinfarkt som ble utskrevet i live med antikoagulasjon.",
              "Share with atrial fibrillation and infarction discharged alive on an anticoagulant."),
        numerator="anticoagulant_discharge", denominator=f"{_ISCHAEMIC} AND atrial_fibrillation = '1' AND discharged_to <> '6'", green=0.85, yellow=0.7, minimum=10, subgroups=_SEX,
    ),
    indicator(
        "liggetid", "mean", MAIN,
        texts("Gjennomsnittlig liggetid", "Mean length of stay"),
        texts("Liggetid (gjennomsnitt)", "Length of stay (mean)"),
        texts("Gjennomsnittlig antall døgn i sykehus.", "Mean number of days in hospital."),
        measure="length_of_stay", direction=0, green=7, yellow=9, minimum=10, subgroups=_SEX, format=",.1f", unit=texts("døgn", "days"),
    ),
    indicator(
        "dod_30d", "proportion", MAIN,
        texts("Død innen 30 dager", "Dead within 30 days"),
        texts("Død innen 30 d", "Dead within 30 d"),
        texts("Andel pasienter som døde innen 30 dager etter innleggelse. Ikke justert for alvorlighet.",
              "Share of patients who died within 30 days of admission. Not adjusted for severity."),
        numerator="death_date IS NOT NULL AND days_between(admitted_at, death_date) <= 30", direction=0, green=0.1, yellow=0.13, minimum=20, subgroups=_GROUPS, version=2,
    ),
    indicator(
        "mrs_0_2", "proportion", FOLLOW_UP,
        texts("Selvhjulpen etter tre måneder (mRS 0–2)", "Independent after three months (mRS 0–2)"),
        texts("mRS 0–2 etter 3 md.", "mRS 0–2 after 3 months"),
        texts("Andel fulgt opp med kjent mRS som var selvhjulpne tre måneder etter slaget.",
              "Share of those followed up with known mRS who were independent three months after the stroke."),
        numerator="mrs_now IN ('0', '1', '2')", denominator=f"{_SEEN} AND mrs_now <> '9'", green=0.65, yellow=0.55, minimum=10,
    ),
    indicator(
        "oppfolging_3md", "proportion", FOLLOW_UP,
        texts("Fulgt opp etter tre måneder", "Followed up after three months"),
        texts("Fulgt opp etter 3 md.", "Followed up after 3 months"),
        texts("Andel oppfølginger som ble gjennomført.", "Share of follow-ups that were carried out."),
        numerator=_SEEN, green=0.85, yellow=0.7, minimum=10,
    ),
    indicator(
        "blodning_etter_trombolyse", "between", MAIN,
        texts("Dager mellom hjerneblødninger etter trombolyse", "Days between haemorrhages after thrombolysis"),
        texts("Dager mellom blødninger", "Days between haemorrhages"),
        texts("Antall dager mellom tilfeller av symptomgivende hjerneblødning etter trombolyse.", "Days between symptomatic haemorrhages after thrombolysis."),
        numerator="bleeding_after_thrombolysis", denominator="thrombolysis", direction=1, format=",.0f", unit=texts("dager", "days"),
    ),
)  # fmt: skip

RULES = (
    rule("hs01", MAIN, "discharged_at >= admitted_at", "Pasienten kan ikke være utskrevet før innleggelsen.", "The patient cannot be discharged before admission.", ("discharged_at", "admitted_at")),
    rule("hs02", MAIN, "onset_at <= admitted_at OR during_admission", "Symptomdebut er etter innleggelsen. Var det hjerneslag under sykehusopphold?", "Onset is after admission. Was it a stroke during a hospital stay?", ("onset_at", "admitted_at", "during_admission")),
    rule("hs03", MAIN, "thrombolysis_at >= admitted_at", "Trombolysen kan ikke starte før innleggelsen.", "Thrombolysis cannot begin before admission.", ("thrombolysis_at", "admitted_at")),
    rule("hs04", MAIN, "NOT thrombolysis OR thrombolysis_at IS NOT NULL", "Oppgi når trombolysen startet.", "Say when thrombolysis began.", ("thrombolysis_at",)),
    rule("hs05", MAIN, "NOT thrombolysis OR stroke_type <> 'I61'", "Trombolyse er ført ved hjerneblødning. Kontroller diagnosen.", "Thrombolysis is entered with a haemorrhage. Check the diagnosis.", ("thrombolysis", "stroke_type")),
    rule("hs06", MAIN, "minutes_between(onset_at, thrombolysis_at) <= 540", "Trombolyse mer enn ni timer etter symptomdebut. Kontroller tidspunktene.", "Thrombolysis more than nine hours after onset. Check the times.", ("onset_at", "thrombolysis_at"), warning=True),
    rule("hs07", MAIN, "systolic > diastolic", "Systolisk blodtrykk må være høyere enn diastolisk.", "Systolic pressure must exceed diastolic.", ("systolic", "diastolic")),
    rule("hs08", MAIN, "days_between(admitted_at, death_date) >= 0", "Dødsdato kan ikke være før innleggelsen.", "The date of death cannot precede admission.", ("death_date", "admitted_at")),
    rule("hs09", MAIN, "death_date <= today()", "Dødsdato kan ikke ligge i framtiden.", "The date of death cannot lie in the future.", ("death_date",)),
    rule("hs10", MAIN, "discharged_to <> '6' OR death_date IS NOT NULL", "Utskrevet som død, men dødsdato mangler.", "Discharged dead, but the date of death is missing.", ("discharged_to", "death_date")),
    rule("hs11", MAIN, "discharged_to <> '6' OR mrs_discharge = '6'", "Utskrevet som død skal ha mRS 6.", "Discharged dead must have mRS 6.", ("discharged_to", "mrs_discharge")),
    rule("hs12", MAIN, "during_admission OR nihss IS NOT NULL", "NIHSS ved innleggelse mangler.", "NIHSS at admission is missing.", ("nihss",), warning=True),
    rule("hs13", MAIN, "first_ward <> '1' OR stroke_unit", "Første avdeling er slagenhet, men det er ikke krysset av for behandling i slagenhet.", "The first ward is a stroke unit, but treatment in a stroke unit is not ticked.", ("first_ward", "stroke_unit")),
    rule("hs14", MAIN, "imaging_at >= admitted_at", "Bildediagnostikk er tatt før innleggelsen. Kontroller tidspunktene.", "Imaging precedes admission. Check the times.", ("imaging_at", "admitted_at"), warning=True),
    rule("hs15", MAIN, "glucose BETWEEN 2.5 AND 30", "Uvanlig blodglukose. Kontroller verdien.", "Unusual blood glucose. Check the value.", ("glucose",), warning=True),
    rule("hs16", MAIN, "age >= 18", "Registeret gjelder pasienter fra 18 år.", "The registry is for patients from 18 years.", ("age", "birth_date")),
    rule("hs17", FOLLOW_UP, "contact = 'ikke' OR mrs_now IS NOT NULL", "Gjennomført oppfølging uten mRS.", "Follow-up carried out without mRS.", ("mrs_now",)),
    rule("hs18", FOLLOW_UP, "mrs_now <> '0' OR barthel >= 90", "mRS 0 sammen med lav Barthel-indeks. Kontroller.", "mRS 0 with a low Barthel index. Check.", ("mrs_now", "barthel"), warning=True),
)  # fmt: skip

VERSIONS = ("4.1", "4.2")


def definition(version: str, today: date) -> Definition:
    """The definition of one of the two versions; the older lacks the latest indicator and rule."""
    latest = version == VERSIONS[-1]
    return Definition(
        registry=REGISTRY,
        version=version,
        names=texts("Hjerneslagregisteret (oppdiktet)", "Stroke Registry (invented)"),
        units=UNITS,
        forms=(
            form(MAIN, texts("Akuttfase", "Acute phase"), "admitted_at", MAIN_SECTIONS, MAIN_FIELDS,
                 timely_days=30, minutes=(12, 2, 3, 4), case_key="national_id",
                 duplicates=duplicates(1, 28, ("stroke_type", "nihss", "systolic", "diastolic", "glucose"), 4)),
            form(FOLLOW_UP, texts("Oppfølging etter tre måneder", "Follow-up after three months"), "follow_up_date", FOLLOW_UP_SECTIONS, FOLLOW_UP_FIELDS, follows=MAIN,
                 timely_days=45, minutes=(8, 1.5, 2, 3), duplicates=duplicates(14)),
        ),
        code_lists=CODE_LISTS,
        reasons=REASONS,
        rules=RULES if latest else RULES[:-1],
        subgroups=SUBGROUPS,
        indicators=INDICATORS if latest else tuple(i for i in INDICATORS if i.id != "antikoagulasjon_af"),
        notes=(
            note(add_months(today, -18), "Fra denne datoen regnes død innen 30 dager fra innleggelsen, ikke fra symptomdebut.", "From this date death within 30 days is counted from admission, not from onset.", ("dod_30d",)),
            note(add_months(today, -26), "Svelgtest kan føres som ukjent når pasienten ikke lar seg teste.", "A swallowing test can be entered as unknown when the patient cannot be tested.", ("svelgtest",), ("swallow_test",)),
        ),
    )  # fmt: skip


STROKE = Blueprint(
    registry=REGISTRY,
    definition=definition,
    versions=VERSIONS,
    main_form=MAIN,
    main=MAIN_FIELDS,
    helpers=HELPERS,
    follow_up_form=FOLLOW_UP,
    follow_up=FOLLOW_UP_FIELDS,
    yearly=10_200,
    follow_up_days=90,
    letter="S",
    winter=0.05,
    volatile={MAIN: "systolic", FOLLOW_UP: "barthel"},
)
