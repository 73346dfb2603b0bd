-- The types of columns as people write them: $1 and $2 are the OIDs and modifiers of the types.
SELECT u.type AS oid, u.modifier, format_type(u.type, u.modifier) AS type
FROM unnest($1::oid[], $2::integer[]) AS u (type, modifier)
