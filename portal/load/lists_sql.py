"""The statements of `portal.load.lists`. `%(first)s` and `%(last)s` are serial numbers; the lists are drawn from."""

# A share between 0 and 1 that is the same each time; a place in a list where the n:th has weight 1/(n + 3).
CHANCE = """
create or replace function pg_temp.share(n bigint, k int) returns float8 language sql immutable as
$$ select (hashint8extended(n, k) & 2147483647) / 2147483648.0 $$;
create or replace function pg_temp.skewed(n bigint, k int, size int) returns int language sql immutable as
$$ select 1 + floor(3 * power((size + 3) / 3.0, pg_temp.share(n, k)) - 3)::int $$;
create or replace function pg_temp.day(n bigint, k int, years int) returns date language sql stable as
$$ select current_date - floor(pg_temp.share(n, k) * years * 365)::int $$;
"""

DRAWN = """
drawn as (
  select n, %(authorities)s::bigint[] as authorities, %(homes)s::text[] as homes, %(areas)s::bigint[] as areas,
    %(names)s::text[] as names, pg_temp.skewed(n, 1, cardinality(%(authorities)s::bigint[])) as buyer,
    pg_temp.skewed(n, 2, cardinality(%(areas)s::bigint[])) as area, pg_temp.share(n, 3) as fate,
    pg_temp.share(n, 4) as kind
  from generate_series(%(first)s::bigint, %(last)s::bigint) as n
)"""

PROCUREMENT = f"""
with {DRAWN}, fated as (
  select *, case when fate < .72 then 'contracted' when fate < .84 then 'cancelled' when fate < .87 then 'planned'
      when fate < .89 then 'dialogue' when fate < .93 then 'published' when fate < .96 then 'closed'
      when fate < .99 then 'awarded' else 'under_review' end as state,
    case when fate < .84 then pg_temp.day(n, 5, 8) else current_date - floor(pg_temp.share(n, 5) * 25)::int end as day
  from drawn
)
insert into procurement_procurement (
  authority_id, title, summary, aim, law, is_framework, state, is_reserved, whole_country, estimated_value,
  contact_email, notice_database, notice_id, notice_url, plan_shown_at, published_at, closes_at, ended_at,
  cancel_reason, origin, procedure_id, withdrawn_at, created_at, created_by_id, changed_at
)
select authorities[buyer],
  names[area] || (array[', ramavtal', ' för vuxna', ', stöd i hemmet', ' med boende', ' på jour', ''])[1 + n %% 6]
    || ', påhittad nr ' || n,
  'Avser ' || lower(names[area]) || case when n %% 5 < 3 then
      ' med insatser enligt socialtjänstlagen, för dem som kommunen har beslutat om. ' else '. ' end
    || (array['Platserna ska ligga nära kollektivtrafik.', 'Personalen ska ha yrkesutbildning och få handledning.',
      'Utföraren deltar i samverkan med hälso- och sjukvården.', 'Verksamheten följs upp varje år.'])[1 + n %% 4]
    || ' Påhittad upphandling för mätning, diarienummer ' || n || '.',
  'Den som får stödet ska kunna leva som andra.', 'lou', n %% 6 = 0, state, kind < .1, pg_temp.share(n, 6) < .05,
  case when n %% 3 > 0 then 500000 + 100000 * (n %% 400) end,
  '', 'Påhittad annonsdatabas', 'P-' || n, 'https://annonser.example/P-' || n,
  case when state = 'planned' and n %% 2 = 0 then day end,
  case when state not in ('planned', 'dialogue') and (state not in ('contracted', 'cancelled') or n %% 8 > 0)
    then day end,
  case when state = 'published' or (state not in ('planned', 'dialogue') and n %% 8 > 0) then day + 30 end,
  case when state in ('contracted', 'cancelled') then day + 90 end,
  case when state = 'cancelled' then 'Inga anbud kom in.' else '' end,
  case when state in ('planned', 'dialogue') then 'manual' when n %% 8 > 1 then 'uhm' else 'eforms' end,
  'pahittad-' || n, case when pg_temp.share(n, 7) < .01 then day + 100 end, day, %(actor)s, day
from fated
"""

WRITTEN = """
written as (
  select p.id, substr(p.procedure_id, 10)::bigint as n, p.is_reserved, p.whole_country
  from procurement_procurement p
  where p.procedure_id = any(
    select 'pahittad-' || n from generate_series(%(first)s::bigint, %(last)s::bigint) as n
  )
)"""

LOTS = f"""
with {WRITTEN}, drawn as (
  select *, pg_temp.skewed(n * 7 + number - 1, 12, cardinality(%(areas)s::bigint[])) as other,
    pg_temp.skewed(n, 2, cardinality(%(areas)s::bigint[])) as first
  from written, generate_series(1, case when n %% 10 < 7 then 1 else 2 + n %% 3 end) as number
)
insert into procurement_lot (
  procurement_id, number, identifier, title, description, service_area_id, cpv, more_cpv, ground, ground_confirmed,
  notice_code, estimated_value, months, extension_months
)
select id, number, 'LOT-' || number, 'Område ' || number, '',
  (%(areas)s::bigint[])[case number when 1 then first else other end],
  (%(cpv)s::text[])[case number when 1 then first else other end], '{{}}',
  case when is_reserved and number = 1 then (array['lou-19-25a', 'lou-19-25a', 'lou-19-25', 'lou-4-18'])[1 + n %% 4]
    else '' end,
  is_reserved and number = 1 and n %% 5 > 0, '', null, 24 + 12 * (n %% 2), 0
from drawn
"""

# From one to three municipalities: the buyer's own, and others.
PLACES = """
insert into procurement_{kind}_municipalities ({kind}_id, municipality_id)
select distinct id, case number when 1 then (%(homes)s::text[])[pg_temp.skewed(n, 1, cardinality(%(homes)s::text[]))]
  else (%(codes)s::text[])[pg_temp.skewed(n * 7 + number, 8, cardinality(%(codes)s::text[]))] end
from written, generate_series(1, case when n %% 4 < 3 then 1 else 1 + n %% 3 end) as number where not whole_country
"""

CONTRACT = f"""
with {DRAWN}, fated as (
  select *, pg_temp.day(n, 9, 6) + 180 as starts, 12 * (1 + n %% 5)::int as months,
    pg_temp.skewed(n, 10, cardinality(%(numbers)s::text[])) as supplier
  from drawn
)
insert into procurement_contract (
  authority_id, title, supplier_name, supplier_number, legal_entity_id, service_area_id, whole_country, ground, origin,
  procurement_id, reference, starts_on, ends_on, is_open_ended, notice_months, ended_on, end_reason, value,
  is_framework, call_off_key, insight_clause, insight_missing, reimbursement, withdrawn_at, created_at, created_by_id
)
select authorities[buyer],
  names[area] || (array[', avtal', ' för vuxna, avtal', ', ramavtal', ' med boende, avtal'])[1 + n %% 4]
    || ', påhittat nr ' || n,
  (array['Påhittade Omsorgsföreningen ', 'Påhittade Stiftelsen ', 'Påhittade Kooperativet ', 'Påhittade Stödet ',
    'Påhittade Omsorgsbolaget '])[1 + supplier %% 5] || supplier,
  (%(numbers)s::text[])[supplier], held.id, areas[area], pg_temp.share(n, 6) < .05,
  case when kind < .1 then 'lou-19-25a' else '' end, case when n %% 7 = 0 then 'manual' else 'import' end,
  bought.id, 'PAHITTAD ' || n, starts,
  case when fate < .8 then (starts + make_interval(months => months))::date - 1 end, fate > .92,
  case when fate > .92 or n %% 6 = 0 then 6 end,
  case when fate < .03 and starts + 200 < current_date then starts + 200 end,
  case when fate < .03 and starts + 200 < current_date then 'Uppsagt av myndigheten.' else '' end,
  case when n %% 3 > 0 then 500000 + 100000 * (n %% 400) end,
  n %% 4 = 2, '', case when n %% 3 = 0 then 'Allmänheten har rätt till insyn.' else '' end, n %% 3 = 1,
  (array['', 'fixed', 'per_unit', 'mixed'])[1 + n %% 4],
  case when pg_temp.share(n, 7) < .01 then current_date end, starts - 30, %(actor)s
from fated
left join registry_legalentity held on held.organisation_number = (%(numbers)s::text[])[supplier]
left join procurement_procurement bought on bought.procedure_id = 'pahittad-' || n and bought.state = 'contracted'
"""

# The contracts of a batch are the last that were written.
SIGNED = """
written as (
  select id, substr(reference, 10)::bigint as n, whole_country, starts_on, ends_on
  from procurement_contract
  where created_by_id = %(actor)s order by id desc limit %(last)s::bigint - %(first)s::bigint + 1
)"""

# Half of those with a last day may be prolonged by a year or two; what lies in the past was decided.
OPTIONS = f"""
with {SIGNED}
insert into procurement_contractoption (contract_id, position, months, decide_by, used, decided_on, decided_by_id)
select id, position, 12, ends_on - 180, case when past then n %% 3 > 0 end, case when past then ends_on - 180 end,
  case when past then %(actor)s::bigint end
from written, generate_series(1, 1 + n %% 2) as position, lateral (select ends_on - 180 < current_date as past) as told
where ends_on is not null and n %% 4 < 2
"""

PROCUREMENTS = [PROCUREMENT, LOTS, f"with {WRITTEN}" + PLACES.format(kind="procurement")]
CONTRACTS = [CONTRACT, OPTIONS, f"with {SIGNED}" + PLACES.format(kind="contract")]
