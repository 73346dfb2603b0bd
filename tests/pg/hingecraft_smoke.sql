-- Smoke test of the HingeCraft blueprint. Run by a superuser on a loaded database, as often as wanted:
--     psql -X -v ON_ERROR_STOP=1 -d DATABASE -f tests/pg/hingecraft_smoke.sql
-- It fills every table, changes, reads and deletes, and stops with an error where the answer is not the expected one.
-- Nothing remains: the last statement is ROLLBACK.

\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
\o /dev/null
BEGIN;
SET LOCAL track_functions = 'all';
SET LOCAL TimeZone = 'UTC';

-- 1. Tools ----------------------------------------------------------------------------------------------------

CREATE FUNCTION pg_temp.id(name text) RETURNS uuid LANGUAGE sql IMMUTABLE
AS $$ SELECT md5('hingecraft smoke ' || name)::uuid $$;

CREATE FUNCTION pg_temp.must_fail(wanted_states text, statement text) RETURNS void LANGUAGE plpgsql
AS $$
DECLARE
    seen text;
BEGIN
    BEGIN
        EXECUTE statement;
        SET CONSTRAINTS ALL IMMEDIATE;
        RAISE EXCEPTION USING ERRCODE = 'ZZ000';
    EXCEPTION WHEN others THEN
        seen := SQLSTATE;
    END;
    SET CONSTRAINTS ALL DEFERRED;
    ASSERT seen = ANY (string_to_array(wanted_states, ' ')), format('%s: wanted SQLSTATE %s, got %s', statement, wanted_states, seen);
END
$$;

CREATE TEMP VIEW blueprint_schemas AS
SELECT n.oid, n.nspname FROM pg_namespace n
WHERE n.nspname IN ('core', 'audit', 'identity', 'design', 'community', 'factory', 'content', 'impact', 'treasury',
                    'learning', 'integration', 'security', 'governance', 'rag', 'outreach', 'operations');

CREATE TEMP VIEW blueprint_tables AS
SELECT c.oid, c.oid::regclass AS name, s.nspname, c.relname
FROM pg_class c JOIN blueprint_schemas s ON s.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition;

-- 2. Initialisation and extensions ------------------------------------------------------------------------------

DO $$
BEGIN
    ASSERT core.generate_wix_id() ~ '^[0-9a-f]{32}$';
    ASSERT core.generate_wix_id() <> core.generate_wix_id();
    ASSERT core.jsonb_get('{"a": 1}', 'a') = '1';
    ASSERT core.jsonb_get('{"a": 1}', 'b', '2') = '2';
    ASSERT core.search_document('hinged', NULL, 'boxes') @@ to_tsquery('english', 'hinge & box');
    ASSERT core.is_valid_email('ana@example.org') AND NOT core.is_valid_email('ana@example');
    ASSERT core.start_of_day('2026-03-29 12:00+00', 'Europe/Berlin') = '2026-03-28 23:00+00';
    ASSERT core.end_of_day('2026-03-29 12:00+00') = '2026-03-29 23:59:59.999999+00';
    ASSERT core.current_user_id() IS NULL;
    ASSERT core.sha256('abc') LIKE 'ba7816bf%15ad';
    ASSERT length(core.random_token(8)) = 16;
    ASSERT 'Ana@Example.ORG'::core.email OPERATOR(extensions.=) 'ana@example.org'::core.email;
END
$$;
SELECT pg_temp.must_fail('23514', $$SELECT 'nobody'::core.email$$);
SELECT pg_temp.must_fail('23514', $$SELECT 100.01::core.percentage$$);
SELECT pg_temp.must_fail('23514', $$SELECT 0::core.positive_amount$$);
SELECT pg_temp.must_fail('23514', $$SELECT 'Not A Slug'::core.slug$$);
SELECT pg_temp.must_fail('23514', $$SELECT '[]'::core.json_object$$);

-- 3. Users and identity -------------------------------------------------------------------------------------------

INSERT INTO identity.users (id, email, display_name, role, is_student, campus, wallet_addresses) VALUES
    (pg_temp.id('ana'), 'Ana@example.org', 'Ana', 'admin', false, NULL, '[]'),
    (pg_temp.id('ben'), 'ben@example.org', 'Ben', 'member', false, NULL, '[{"chain": "solana", "address": "So1"}]'),
    (pg_temp.id('eve'), 'eve@example.org', 'Eve', 'student', true, 'North', '[]'),
    (pg_temp.id('fin'), 'fin@example.org', 'Fin', 'finance', false, NULL, '[]'),
    (pg_temp.id('gus'), 'gus@example.org', 'Gus', 'compliance', false, NULL, '[]');
SELECT pg_temp.must_fail('23505', $$INSERT INTO identity.users (email) VALUES ('ANA@EXAMPLE.ORG')$$);
SELECT pg_temp.must_fail('23514', $$INSERT INTO identity.users (is_student) VALUES (true)$$);
SELECT pg_temp.must_fail('22P02', $$UPDATE identity.users SET role = 'user'$$);

UPDATE identity.users SET display_name = 'Ben B.', pii_encrypted = '\x01', "_id" = 'other' WHERE id = pg_temp.id('ben');
UPDATE identity.user_profiles SET first_name = ' Ben', last_name = 'Bolt', location = '{"country": "DE"}'
WHERE user_id = pg_temp.id('ben');

INSERT INTO identity.consents (user_id, type, ip_address) VALUES
    (pg_temp.id('ben'), 'privacy', '192.0.2.7'),
    (pg_temp.id('ben'), 'marketing', '192.0.2.7'),
    (pg_temp.id('eve'), 'tos', NULL);
SELECT pg_temp.must_fail('23505', $$INSERT INTO identity.consents (user_id, type) VALUES (pg_temp.id('ben'), 'privacy')$$);
INSERT INTO identity.user_identities (user_id, identity_type, identity_value, provider, verified_at, is_primary) VALUES
    (pg_temp.id('ben'), 'email', 'ben@example.org', NULL, now(), true),
    (pg_temp.id('ben'), 'oauth', 'ben-at-git', 'github', NULL, false);

DO $$
DECLARE
    ben identity.users;
    trail record;
BEGIN
    SELECT * INTO ben FROM identity.users WHERE id = pg_temp.id('ben');
    ASSERT ben."_id" ~ '^[0-9a-f]{32}$' AND ben."_owner" = 'system', 'Wix columns';
    ASSERT ben."_updatedDate" > ben."_createdDate" AND ben.updated_at > ben.created_at, 'stamps';
    ASSERT ben.member_number >= 1000, 'identity column';
    ASSERT (SELECT full_name FROM identity.user_profiles WHERE user_id = ben.id) = 'Ben Bolt', 'generated name';
    ASSERT (SELECT count(*) FROM identity.user_profiles WHERE user_id IN (pg_temp.id('ana'), pg_temp.id('eve'))) = 2, 'profiles';
    ASSERT (SELECT u.id FROM identity.find_user_by_email('BEN@example.org') u) = ben.id;
    ASSERT (SELECT array_agg(verified ORDER BY identity_type) FROM identity.user_identities WHERE user_id = ben.id) = '{t,f}';
    ASSERT identity.revoke_consent(ben.id, 'marketing');
    ASSERT NOT identity.revoke_consent(ben.id, 'marketing');
    ASSERT NOT (SELECT s.is_active FROM identity.get_user_consent_status(ben.id, 'marketing') s);
    ASSERT NOT identity.is_staff();
    PERFORM set_config('app.user_id', pg_temp.id('ana')::text, true);
    ASSERT identity.is_staff() AND identity.is_staff('finance');
    PERFORM set_config('app.user_id', '', true);

    ASSERT (SELECT array_agg(t.action::text) FROM audit.get_audit_trail('identity.users', ben.id) t) = '{create,update}';
    SELECT * INTO trail FROM audit.get_audit_trail('identity.users', ben.id, now() - interval '1 hour', now() + interval '1 hour') t
    WHERE t.action = 'update';
    ASSERT trail.changed_fields = '{display_name,pii_encrypted}', trail.changed_fields::text;
    ASSERT NOT trail.new_values ? 'pii_encrypted' AND trail.old_values ->> 'display_name' = 'Ben', 'hidden and old values';
END
$$;
SELECT pg_temp.must_fail('42501', $$DELETE FROM audit.audit_logs$$);
SELECT pg_temp.must_fail('42501', $$UPDATE audit.audit_logs SET details = '{"forged": true}'$$);
INSERT INTO audit.audit_logs (action, resource_type, "timestamp") VALUES
    ('login', 'session', '2026-08-15 00:00+00'), ('logout', 'session', '2020-01-01 00:00+00');
DO $$
BEGIN
    ASSERT (SELECT count(*) FROM audit.audit_logs_2026_08 WHERE resource_type = 'session') = 1, 'month partition';
    ASSERT (SELECT count(*) FROM audit.audit_logs_default WHERE action = 'logout') >= 1, 'default partition';
    PERFORM set_config('app.audit_maintenance', 'on', true);
    DELETE FROM audit.audit_logs WHERE action = 'logout' AND "timestamp" = '2020-01-01 00:00+00';
    ASSERT FOUND, 'a retention run may delete';
    PERFORM set_config('app.audit_maintenance', 'off', true);
END
$$;

-- 4. Design -------------------------------------------------------------------------------------------------------

INSERT INTO design.design_projects (id, created_by, title, description, project_type, tags, current_version_id) VALUES
    (pg_temp.id('box'), pg_temp.id('ben'), 'Folding box', 'A hinged box', 'product', '{hinge,box}', pg_temp.id('box 1')),
    (pg_temp.id('lamp'), pg_temp.id('eve'), 'Lamp', NULL, 'graphic', '{}', NULL);
INSERT INTO design.design_versions (id, project_id, version_number, created_by, is_current) VALUES
    (pg_temp.id('box 1'), pg_temp.id('box'), '1.0', pg_temp.id('ben'), true);
INSERT INTO design.design_versions (id, project_id, version_number, created_by, is_current) VALUES
    (pg_temp.id('box 2'), pg_temp.id('box'), '1.1', pg_temp.id('ben'), true);
INSERT INTO design.design_assets (project_id, version_id, asset_type, filename, storage_key) VALUES
    (pg_temp.id('box'), pg_temp.id('box 2'), '3d_model', 'box.step', 'designs/box.step');
INSERT INTO design.design_collaborations (project_id, user_id, role) VALUES (pg_temp.id('box'), pg_temp.id('eve'), 'editor');
SELECT pg_temp.must_fail('23503', $$UPDATE design.design_projects SET current_version_id = gen_random_uuid()$$);
SELECT pg_temp.must_fail('23514', $$UPDATE design.design_projects SET status = 'published'$$);
SELECT pg_temp.must_fail('P0002', $$SELECT design.publish_project(gen_random_uuid())$$);
DO $$
BEGIN
    ASSERT (SELECT current_version_id FROM design.design_projects WHERE id = pg_temp.id('box')) = pg_temp.id('box 2');
    ASSERT (SELECT array_agg(version_number) FROM design.design_versions
            WHERE project_id = pg_temp.id('box') AND is_current) = '{1.1}';
    ASSERT design.publish_project(pg_temp.id('box')) = now();
    ASSERT NOT design.can_see_project(pg_temp.id('box'));
    ASSERT (SELECT (v.version_count, v.asset_count, v.collaborator_count, v.creator_name::text)
            FROM design.v_project_summary v WHERE v.id = pg_temp.id('box')) = (2::bigint, 1::bigint, 1::bigint, 'Ben B.'::text);
END
$$;

-- 5. Community ----------------------------------------------------------------------------------------------------

INSERT INTO community.community_groups (id, name, slug, category, created_by) VALUES
    (pg_temp.id('makers'), 'Makers', 'smoke-makers', 'craft', pg_temp.id('ana'));
INSERT INTO community.group_memberships (group_id, user_id, role, joined_at) VALUES
    (pg_temp.id('makers'), pg_temp.id('ana'), 'admin', now() - interval '1 day'),
    (pg_temp.id('makers'), pg_temp.id('ben'), 'member', now() - interval '1 day'),
    (pg_temp.id('makers'), pg_temp.id('eve'), 'member', now() - interval '1 day');
SELECT pg_temp.must_fail('23505', $$INSERT INTO community.group_memberships (group_id, user_id) VALUES (pg_temp.id('makers'), pg_temp.id('ben'))$$);
INSERT INTO community.community_messages (id, group_id, user_id, message, reply_to_id) VALUES
    (pg_temp.id('m1'), pg_temp.id('makers'), pg_temp.id('ana'), 'Who wants to print hinges?', NULL),
    (pg_temp.id('m2'), pg_temp.id('makers'), pg_temp.id('ben'), 'I do', pg_temp.id('m1')),
    (pg_temp.id('m3'), pg_temp.id('makers'), pg_temp.id('eve'), 'Me too', pg_temp.id('m2'));
INSERT INTO community.community_events (id, group_id, created_by, title, event_type, start_time, end_time, max_attendees) VALUES
    (pg_temp.id('evening'), pg_temp.id('makers'), pg_temp.id('ana'), 'Hinge evening', 'workshop',
     now() + interval '1 day', now() + interval '27 hours', 1);
INSERT INTO community.event_attendances (event_id, user_id) VALUES (pg_temp.id('evening'), pg_temp.id('ben'));
SELECT pg_temp.must_fail('23514', $$INSERT INTO community.event_attendances (event_id, user_id) VALUES (pg_temp.id('evening'), pg_temp.id('eve'))$$);
DO $$
BEGIN
    ASSERT (SELECT member_count FROM community.community_groups WHERE id = pg_temp.id('makers')) = 3;
    ASSERT community.get_group_active_members(pg_temp.id('makers')) = 3;
    ASSERT community.leave_group(pg_temp.id('makers'), pg_temp.id('eve'));
    ASSERT NOT community.leave_group(pg_temp.id('makers'), pg_temp.id('eve'));
    ASSERT community.get_group_active_members(pg_temp.id('makers')) = 2;
    ASSERT (SELECT member_count FROM community.community_groups WHERE id = pg_temp.id('makers')) = 2;
    ASSERT (SELECT attendee_count FROM community.community_events WHERE id = pg_temp.id('evening')) = 1;
    UPDATE community.event_attendances SET status = 'cancelled' WHERE event_id = pg_temp.id('evening');
    ASSERT (SELECT attendee_count FROM community.community_events WHERE id = pg_temp.id('evening')) = 0;
    ASSERT (SELECT count(*) FROM community.community_events
            WHERE id = pg_temp.id('evening') AND during @> now() + interval '25 hours') = 1;
    ASSERT (SELECT s.message_id FROM community.search_messages('printing hinge', pg_temp.id('makers')) s) = pg_temp.id('m1');
    ASSERT NOT community.is_group_member(pg_temp.id('makers'));
    ASSERT (SELECT (t.replies, t.depth) FROM community.v_message_threads t WHERE t.root_id = pg_temp.id('m1')) = (2::bigint, 2);
    ASSERT (SELECT (s.message_count, s.group_count) FROM community.v_user_summary s WHERE s.id = pg_temp.id('ben')) = (1::bigint, 1::bigint);
    ASSERT (SELECT s.total_messages FROM community.v_community_activity_summary s WHERE s.group_id = pg_temp.id('makers')) = 3;
END
$$;

-- 6. Microfactory -------------------------------------------------------------------------------------------------

INSERT INTO factory.manufacturing_orders (id, created_by, design_project_id, order_type, quantity, unit_price, shipping_address) VALUES
    (pg_temp.id('order'), pg_temp.id('ben'), pg_temp.id('box'), 'prototype', 3, 12.50,
     ROW('Ben', 'Lane 1', 'Ulm', NULL, '89073', 'DE')::core.postal_address);
INSERT INTO factory.production_tracking (order_id, stage, operator_id) VALUES
    (pg_temp.id('order'), 'manufacturing', pg_temp.id('ana'));
SELECT pg_temp.must_fail('23505', $$INSERT INTO factory.production_tracking (order_id, stage) VALUES (pg_temp.id('order'), 'manufacturing')$$);
SELECT pg_temp.must_fail('23514', $$UPDATE factory.production_tracking SET status = 'completed'$$);
INSERT INTO factory.inventory_items (id, sku, name, reorder_point) VALUES (pg_temp.id('pin'), 'SMOKE-PIN', 'Steel pin', 100);
INSERT INTO factory.inventory_transactions (item_id, transaction_type, quantity, order_id, performed_by) VALUES
    (pg_temp.id('pin'), 'receipt', 120, NULL, pg_temp.id('ana')),
    (pg_temp.id('pin'), 'issue', -30, pg_temp.id('order'), pg_temp.id('ana'));
SELECT pg_temp.must_fail('23514', $$INSERT INTO factory.inventory_transactions (item_id, transaction_type, quantity) VALUES (pg_temp.id('pin'), 'issue', 5)$$);
SELECT pg_temp.must_fail('23514', $$SELECT factory.reserve_stock(pg_temp.id('pin'), 91)$$);
DO $$
DECLARE
    made factory.manufacturing_orders;
BEGIN
    ASSERT factory.reserve_stock(pg_temp.id('pin'), 10) = 80;
    ASSERT (SELECT v.suggested_quantity FROM factory.v_stock_to_reorder v WHERE v.sku = 'SMOKE-PIN') = 120;
    DELETE FROM factory.inventory_transactions WHERE item_id = pg_temp.id('pin') AND quantity = -30;
    ASSERT (SELECT quantity_available FROM factory.inventory_items WHERE id = pg_temp.id('pin')) = 110;
    UPDATE factory.manufacturing_orders SET status = 'completed' WHERE id = pg_temp.id('order') RETURNING * INTO made;
    ASSERT made.order_number ~ '^MO-[0-9]{7}$' AND made.total_price = 37.50 AND made.completed_at IS NOT NULL AND made.currency = 'USD';
    ASSERT (made.shipping_address).city = 'Ulm';
    UPDATE factory.manufacturing_orders SET status = 'cancelled' WHERE id = pg_temp.id('order') RETURNING * INTO made;
    ASSERT made.completed_at IS NULL;
    ASSERT (SELECT v.tracking_stages FROM factory.v_manufacturing_orders_status v WHERE v.id = pg_temp.id('order')) = 1;
    ASSERT (SELECT count(*) FROM factory.microfactory_capabilities) >= 4, 'reference rows';
    ASSERT NOT EXISTS (SELECT FROM audit.audit_logs l WHERE l.resource_id = pg_temp.id('order') AND l.new_values ? 'shipping_address');
END
$$;

-- 7. Content ------------------------------------------------------------------------------------------------------

INSERT INTO content.content_articles (id, created_by, title, slug, content, category, tags, status, published_at) VALUES
    (pg_temp.id('article'), pg_temp.id('ben'), 'How to fold', 'smoke-how-to-fold', 'Fold the hinge twice.', 'guide', '{fold}', 'published', now());
INSERT INTO content.content_media (article_id, media_type, storage_key, alt_text) VALUES (pg_temp.id('article'), 'image', 'a.png', 'A hinge');
SELECT pg_temp.must_fail('23514', $$INSERT INTO content.content_media (article_id, media_type, storage_key) VALUES (pg_temp.id('article'), 'image', 'b.png')$$);
INSERT INTO content.content_comments (id, article_id, user_id, content) VALUES (pg_temp.id('c1'), pg_temp.id('article'), pg_temp.id('eve'), 'Nice');
INSERT INTO content.content_comments (id, article_id, user_id, parent_comment_id, content) VALUES
    (pg_temp.id('c2'), pg_temp.id('article'), pg_temp.id('ben'), pg_temp.id('c1'), 'Thanks');
INSERT INTO content.content_contributions (article_id, contributor_id, contribution_type, contribution_percentage) VALUES
    (pg_temp.id('article'), pg_temp.id('ben'), 'author', 80), (pg_temp.id('article'), pg_temp.id('eve'), 'editor', 20);
SELECT pg_temp.must_fail('23514', $$INSERT INTO content.content_contributions (article_id, contributor_id, contribution_type, contribution_percentage) VALUES (pg_temp.id('article'), pg_temp.id('ana'), 'reviewer', 1)$$);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
UPDATE content.content_articles SET content = 'Fold the hinge three times.' WHERE id = pg_temp.id('article');
UPDATE content.content_articles SET views_count = views_count + 1 WHERE id = pg_temp.id('article');
DO $$
BEGIN
    ASSERT (SELECT array_agg((r.revision_number, r.content)::text) FROM content.content_revisions r
            WHERE r.article_id = pg_temp.id('article')) = ARRAY['(1,"Fold the hinge twice.")'];
    ASSERT (SELECT s.snippet FROM content.search_articles('folding hinges') s WHERE s.article_id = pg_temp.id('article')) LIKE '%three%';
    ASSERT (SELECT (v.comment_count, v.contributor_count) FROM content.v_content_performance v
            WHERE v.id = pg_temp.id('article')) = (2::bigint, 2::bigint);
    ASSERT (SELECT count(*) FROM content.v_public_articles v WHERE v.slug = 'smoke-how-to-fold') = 1;
    DELETE FROM content.content_comments WHERE id = pg_temp.id('c1');
    ASSERT NOT EXISTS (SELECT FROM content.content_comments WHERE id = pg_temp.id('c2')), 'answers go with their comment';
END
$$;
INSERT INTO content.content_comments (article_id, content) VALUES (pg_temp.id('article'), 'Still here');

-- 8. Environmental impact -----------------------------------------------------------------------------------------

INSERT INTO impact.environmental_impact_records (record_type, record_id, impact_category, metric_name, metric_value, unit, period_start, period_end, recorded_by) VALUES
    ('order', pg_temp.id('order'), 'carbon', 'co2_equivalent', 1500, 'kg', '1999-03-02', '1999-03-03', pg_temp.id('ana')),
    ('order', pg_temp.id('order'), 'water', 'water_liters', 40, 'liters', '1999-03-02', '1999-03-03', pg_temp.id('ana'));
INSERT INTO impact.carbon_offsets (offset_type, project_name, co2_equivalent_tons, certificate_number, purchase_date, purchased_by) VALUES
    ('reforestation', 'Oaks', 0.5, 'SMOKE-1', '1999-03-20', pg_temp.id('fin'));
INSERT INTO impact.sustainability_goals (id, goal_name, goal_type, target_value) VALUES (pg_temp.id('goal'), 'No waste', 'zero_waste', 200);
INSERT INTO impact.impact_reporting_periods (id, period_name, period_type, start_date, end_date) VALUES
    (pg_temp.id('march'), 'March 1999', 'monthly', '1999-03-01', '1999-03-31');
SELECT pg_temp.must_fail('23P01', $$INSERT INTO impact.impact_reporting_periods (period_name, period_type, start_date, end_date) VALUES ('Again', 'monthly', '1999-03-31', '1999-04-30')$$);
SELECT pg_temp.must_fail('428C9', $$UPDATE impact.impact_reporting_periods SET net_impact_tons = 0$$);
DO $$
DECLARE
    goal impact.sustainability_goals;
BEGIN
    ASSERT impact.calculate_carbon_footprint('1999-03-01', '1999-04-01') = 1500;
    ASSERT impact.fill_reporting_period(pg_temp.id('march')) = 1.0;
    UPDATE impact.sustainability_goals SET current_value = 50 WHERE id = pg_temp.id('goal') RETURNING * INTO goal;
    ASSERT goal.progress = 25 AND goal.status = 'active';
    UPDATE impact.sustainability_goals SET current_value = 201 WHERE id = pg_temp.id('goal') RETURNING * INTO goal;
    ASSERT goal.progress = 100.5 AND goal.status = 'achieved' AND goal.achieved_at IS NOT NULL;
    UPDATE impact.environmental_impact_records SET verified = true, verified_at = now() WHERE record_id = pg_temp.id('order');
    UPDATE impact.carbon_offsets SET purchase_price = 20 WHERE certificate_number = 'SMOKE-1';
    ASSERT (SELECT v.total_co2_tons FROM impact.v_environmental_impact_summary v
            WHERE v.impact_category = 'carbon' AND v.impact_month = '1999-03-01') = 1.5;
END
$$;

-- 9. Treasury -----------------------------------------------------------------------------------------------------

INSERT INTO treasury.wallets (id, chain, address, wallet_type, balance_crypto, metadata) VALUES
    (pg_temp.id('hot'), 'solana', 'smoke-hot', 'hot', 10, '{"token": "SMK"}'),
    (pg_temp.id('cold'), 'solana', 'smoke-cold', 'cold', 0, '{}');
INSERT INTO treasury.exchange_rates (chain, token, rate_usd, recorded_at) VALUES
    ('solana', 'SMK', 2.00, now() - interval '2 days'), ('solana', 'SMK', 2.50, now() - interval '1 day');
INSERT INTO treasury.donations (id, created_by, donor_name, donor_email, chain, token, amount_crypto, amount_usd, to_address) VALUES
    (pg_temp.id('gift'), pg_temp.id('ben'), 'Ben', 'ben@example.org', 'solana', 'SMK', 4, 10, 'smoke-hot'),
    (pg_temp.id('gift 2'), pg_temp.id('eve'), NULL, NULL, 'custodial', 'USD', 5, 5, NULL);
SELECT pg_temp.must_fail('23514', $$UPDATE treasury.donations SET ofac_flag = true WHERE id = pg_temp.id('gift')$$);
SELECT pg_temp.must_fail('23514', $$UPDATE treasury.donations SET earmark = 'holiday' WHERE id = pg_temp.id('gift')$$);
SELECT pg_temp.must_fail('23514', $$UPDATE treasury.donations SET anonymous = true WHERE id = pg_temp.id('gift')$$);
UPDATE treasury.donations SET earmark = 'project:smoke-farm' WHERE id = pg_temp.id('gift');
INSERT INTO treasury.crypto_transactions (id, donation_id, wallet_id, transaction_type, chain, token, to_address, amount_crypto, txid, confirmations) VALUES
    (pg_temp.id('tx'), pg_temp.id('gift'), pg_temp.id('hot'), 'incoming', 'solana', 'SMK', 'smoke-hot', 4, 'smoke-tx', 1);
INSERT INTO treasury.treasury_operations (id, operation_type, from_wallet_id, to_wallet_id, amount_crypto, proposed_by, required_approvals) VALUES
    (pg_temp.id('sweep'), 'sweep', pg_temp.id('hot'), pg_temp.id('cold'), 4, pg_temp.id('fin'), 2);
SELECT pg_temp.must_fail('42501', $$SELECT treasury.approve_operation(pg_temp.id('sweep'), pg_temp.id('fin'))$$);
SELECT pg_temp.must_fail('23514', $$UPDATE treasury.treasury_operations SET status = 'executed' WHERE id = pg_temp.id('sweep')$$);
SELECT pg_temp.must_fail('23503 23001', $$DELETE FROM treasury.wallets WHERE id = pg_temp.id('hot')$$);
DO $$
BEGIN
    ASSERT (SELECT status FROM treasury.donations WHERE id = pg_temp.id('gift')) = 'pending';
    UPDATE treasury.crypto_transactions SET status = 'confirmed', confirmed_at = now(), confirmations = 32 WHERE id = pg_temp.id('tx');
    ASSERT (SELECT (d.status::text, d.confirmations, d.txid) FROM treasury.donations d WHERE d.id = pg_temp.id('gift'))
           = ('confirmed'::text, 32, 'smoke-tx'::text);
    ASSERT treasury.get_user_total_donations(pg_temp.id('ben')) = 10;
    ASSERT treasury.latest_rate('solana', 'SMK') = 2.5 AND treasury.latest_rate('solana', 'SMK', now() - interval '36 hours') = 2;
    ASSERT treasury.approve_operation(pg_temp.id('sweep'), pg_temp.id('ana')) = 'pending';
    ASSERT treasury.approve_operation(pg_temp.id('sweep'), pg_temp.id('ana')) = 'pending', 'one person, one voice';
    ASSERT treasury.approve_operation(pg_temp.id('sweep'), pg_temp.id('gus')) = 'approved';
    ASSERT (SELECT v.rate_usd FROM treasury.v_current_rates v WHERE v.token = 'SMK') = 2.5;
    ASSERT (SELECT v.total_usd FROM treasury.v_donation_summary v WHERE v.token = 'SMK' AND v.donation_date = now()::date) = 10;
    ASSERT (SELECT v.worth_usd FROM treasury.v_wallet_holdings v WHERE v.chain = 'solana') >= 25;
END
$$;

-- 10. Learning ----------------------------------------------------------------------------------------------------

INSERT INTO learning.learning_courses (id, course_code, title, category, instructor_id) VALUES
    (pg_temp.id('course'), 'SMK-101', 'Hinges for all', 'design', pg_temp.id('ana'));
INSERT INTO learning.course_modules (course_id, module_number, title) VALUES
    (pg_temp.id('course'), 1, 'Metal'), (pg_temp.id('course'), 2, 'Wood');
SELECT pg_temp.must_fail('23505', $$UPDATE learning.course_modules SET module_number = 2 WHERE title = 'Metal'$$);
SET CONSTRAINTS learning.course_modules_number_key DEFERRED;
UPDATE learning.course_modules SET module_number = 3 - module_number WHERE course_id = pg_temp.id('course');
SET CONSTRAINTS learning.course_modules_number_key IMMEDIATE;
INSERT INTO learning.course_enrollments (id, course_id, user_id) VALUES
    (pg_temp.id('enrol ben'), pg_temp.id('course'), pg_temp.id('ben')),
    (pg_temp.id('enrol eve'), pg_temp.id('course'), pg_temp.id('eve'));
INSERT INTO learning.skills_catalog (id, skill_name, skill_category) VALUES (pg_temp.id('skill'), 'Smoke hinging', 'technical');
SELECT pg_temp.must_fail('23505', $$INSERT INTO learning.skills_catalog (skill_name) VALUES ('SMOKE HINGING')$$);
INSERT INTO learning.user_skills (user_id, skill_id, proficiency_level, verified, verified_by, verified_at) VALUES
    (pg_temp.id('ben'), pg_temp.id('skill'), 'advanced', true, pg_temp.id('ana'), now());
SELECT pg_temp.must_fail('23514', $$UPDATE learning.user_skills SET verified_by = user_id$$);
INSERT INTO learning.certifications (certification_code, name, validity_period_months) VALUES ('SMOKE-CERT', 'Hinge maker', 24);
INSERT INTO learning.learning_paths (path_name, target_skill_id, course_ids, difficulty_level) VALUES
    ('To the hinge', pg_temp.id('skill'), ARRAY[pg_temp.id('course')], 'beginner');
SELECT pg_temp.must_fail('P0001', $$SELECT learning.issue_certificate(pg_temp.id('enrol eve'), 'SMOKE-CERT')$$);
DO $$
DECLARE
    issued uuid;
BEGIN
    ASSERT (SELECT enrollment_count FROM learning.learning_courses WHERE id = pg_temp.id('course')) = 2;
    UPDATE learning.course_enrollments SET progress_percentage = 40 WHERE id = pg_temp.id('enrol eve');
    ASSERT (SELECT enrollment_status FROM learning.course_enrollments WHERE id = pg_temp.id('enrol eve')) = 'in_progress';
    UPDATE learning.course_enrollments SET enrollment_status = 'dropped' WHERE id = pg_temp.id('enrol eve');
    ASSERT (SELECT enrollment_count FROM learning.learning_courses WHERE id = pg_temp.id('course')) = 1;
    UPDATE learning.course_enrollments SET progress_percentage = 100 WHERE id = pg_temp.id('enrol ben');
    issued := learning.issue_certificate(pg_temp.id('enrol ben'), 'SMOKE-CERT');
    ASSERT (SELECT e.certificate_issued AND e.completed_at IS NOT NULL FROM learning.course_enrollments e WHERE e.id = pg_temp.id('enrol ben'));
    ASSERT (SELECT expires_at > now() + interval '23 months' FROM learning.user_certifications WHERE id = issued);
    UPDATE learning.user_certifications SET certificate_url = 'https://example.org/c' WHERE id = issued;
    ASSERT learning.get_user_skill_level(pg_temp.id('ben'), pg_temp.id('skill')) = 'advanced';
    ASSERT learning.get_user_skill_level(pg_temp.id('eve'), pg_temp.id('skill')) = 'none';
    ASSERT (SELECT (v.courses_completed, v.skills_count, v.certifications_count, v.avg_progress) FROM learning.v_learning_progress v
            WHERE v.user_id = pg_temp.id('ben')) = (1::bigint, 1::bigint, 1::bigint, 100.0::numeric);
END
$$;

-- 11. Webhooks, assets, prompts -----------------------------------------------------------------------------------

INSERT INTO integration.assets (created_by, key, filename, size, mime, content_hash) VALUES
    (pg_temp.id('ben'), 'smoke/a.png', 'a.png', 12, 'image/png', core.sha256('a'));
SELECT pg_temp.must_fail('23514', $$UPDATE integration.assets SET storage_provider = 's3' WHERE key = 'smoke/a.png'$$);
INSERT INTO integration.prompt_templates (id, template_name, prompt_text, category) VALUES
    (pg_temp.id('template'), 'smoke', 'Describe {thing}', 'design');
SELECT pg_temp.must_fail('23505', $$INSERT INTO integration.prompt_templates (template_name, prompt_text, version) VALUES ('smoke', 'x', 2)$$);
INSERT INTO integration.prompt_runs (created_by, prompt, prompt_template_id, model, tokens_input, tokens_output, cost_usd) VALUES
    (pg_temp.id('ben'), 'Describe a hinge', pg_temp.id('template'), 'smoke-model', 5, 20, 0.000125);
DO $$
DECLARE
    first_call uuid;
BEGIN
    first_call := integration.receive_webhook('stripe', 'charge', '{"n": 1}', 'smoke-evt');
    ASSERT integration.receive_webhook('stripe', 'charge', '{"n": 1}', 'smoke-evt') = first_call, 'kept once';
    ASSERT integration.finish_webhook(first_call, 'no answer');
    ASSERT (SELECT v.failing FROM integration.v_webhook_backlog v WHERE v.provider = 'stripe') >= 1;
    ASSERT integration.finish_webhook(first_call);
    ASSERT NOT integration.finish_webhook(first_call);
    ASSERT (SELECT usage_count FROM integration.prompt_templates WHERE id = pg_temp.id('template')) = 1;
    ASSERT (SELECT v.tokens FROM integration.v_prompt_costs v WHERE v.model = 'smoke-model' AND v.template_name = 'smoke') = 25;
END
$$;

-- 12. Programme: projects, designs, checks, receipts, books --------------------------------------------------------

INSERT INTO factory.projects (id, created_by, title, slug, goal_amount_usd, wallet_address, status) VALUES
    (pg_temp.id('farm'), pg_temp.id('ana'), 'Hinge farm', 'smoke-farm', 40, 'smoke-hot', 'open');
SELECT pg_temp.must_fail('23514', $$INSERT INTO factory.projects (title, slug, status) VALUES ('x', 'smoke-x', 'open')$$);
INSERT INTO design.designs (created_by, project_id, title, visibility, marketplace_status, hinge_spec) VALUES
    (pg_temp.id('ben'), pg_temp.id('box'), 'Box hinge', 'marketplace', 'listed', '{"pin_mm": 3}');
SELECT pg_temp.must_fail('23514', $$UPDATE design.designs SET visibility = 'private'$$);
INSERT INTO treasury.kycs (id, user_id, donation_id, provider) VALUES (pg_temp.id('kyc'), pg_temp.id('eve'), pg_temp.id('gift 2'), 'smoke');
INSERT INTO impact.pob_metrics (project_id, donation_id, bottles_saved, hours_funded) VALUES
    (pg_temp.id('farm'), pg_temp.id('gift'), 7, 1.5), (pg_temp.id('farm'), NULL, 3, 0);
INSERT INTO content.cms_posts (source, external_id, title, slug, published, published_at) VALUES
    ('wix', 'smoke', 'A page', 'smoke-page', true, now());
SELECT pg_temp.must_fail('23505', $$INSERT INTO content.cms_posts (source, external_id) VALUES ('wix', 'smoke')$$);
INSERT INTO integration.analytics_events (event_type, user_id)
SELECT 'page view', pg_temp.id('ben') FROM generate_series(1, 30);
DO $$
DECLARE
    receipt bigint;
BEGIN
    UPDATE treasury.donations SET project_id = pg_temp.id('farm') WHERE id = pg_temp.id('gift');
    ASSERT (SELECT raised_amount_usd FROM factory.projects WHERE id = pg_temp.id('farm')) = 10;
    ASSERT factory.get_project_completion(pg_temp.id('farm')) = 25;
    UPDATE treasury.donations SET status = 'kyc_required' WHERE id = pg_temp.id('gift 2');
    UPDATE treasury.kycs SET status = 'verified', completed_at = now() WHERE id = pg_temp.id('kyc');
    ASSERT (SELECT (status = 'pending', kyc_id) FROM treasury.donations WHERE id = pg_temp.id('gift 2')) = (true, pg_temp.id('kyc'));
    receipt := treasury.reconcile_donation(pg_temp.id('gift'), '12-3456789');
    ASSERT receipt >= 5000;
    ASSERT (SELECT d.status = 'reconciled' AND r.receipt_number = receipt
            FROM treasury.donations d JOIN treasury.receipts r ON r.id = d.receipt_id WHERE d.id = pg_temp.id('gift'));
    ASSERT (SELECT raised_amount_usd FROM factory.projects WHERE id = pg_temp.id('farm')) = 10, 'reconciled gifts still count';
    ASSERT (SELECT sum(amount_usd) FROM treasury.ledger_entries WHERE donation_id = pg_temp.id('gift')) = 0, 'the books balance';
    ASSERT (SELECT balance FROM treasury.v_trial_balance WHERE gl_account IS NULL) = 0;
    ASSERT (SELECT (v.percent_raised, v.bottles_saved) FROM factory.v_project_funding v WHERE v.slug = 'smoke-farm') = (25, 10::bigint);
    ASSERT (SELECT array_agg(v.kind ORDER BY v.kind) FROM content.v_all_posts v WHERE v.slug LIKE 'smoke-%') = '{article,page}';
    ASSERT (SELECT count(DISTINCT tableoid) FROM integration.analytics_events) > 1, 'events are spread';
END
$$;
SELECT pg_temp.must_fail('P0001', $$SELECT treasury.reconcile_donation(pg_temp.id('gift 2'))$$);
SELECT pg_temp.must_fail('42501', $$UPDATE treasury.ledger_entries SET memo = 'forged'$$);
SELECT pg_temp.must_fail('23503 23001', $$DELETE FROM treasury.donations WHERE id = pg_temp.id('gift')$$);

-- 13. Chat ----------------------------------------------------------------------------------------------------------

INSERT INTO community.read_receipts (message_id, user_id) VALUES (pg_temp.id('m1'), pg_temp.id('ben'));
INSERT INTO community.moderation_logs (message_id, decision, reason, score, moderated_by) VALUES
    (pg_temp.id('m2'), 'held', 'too short', 0.4, pg_temp.id('ana'));
INSERT INTO integration.uploads (user_id, filename, content_type) VALUES (pg_temp.id('ben'), 'a.png', 'image/png');
SELECT pg_temp.must_fail('23514', $$UPDATE integration.uploads SET status = 'complete'$$);
DO $$
BEGIN
    ASSERT community.get_thread_replies_count(pg_temp.id('m1')) = 0, 'held answers are hidden';
    INSERT INTO community.moderation_logs (message_id, decision) VALUES (pg_temp.id('m2'), 'restored');
    ASSERT community.get_thread_replies_count(pg_temp.id('m1')) = 1;
    ASSERT integration.remember_response('smoke', '/pay', '{"n": 1}') = '{"n": 1}';
    ASSERT integration.remember_response('smoke', '/pay', '{"n": 2}') = '{"n": 1}', 'the first answer stays';
    INSERT INTO integration.idempotency_keys (key, path, response, created_at) VALUES ('smoke old', '/', '1', now() - interval '3 days');
    ASSERT integration.cleanup_idempotency_keys() >= 1;
END
$$;

-- 20. Security ------------------------------------------------------------------------------------------------------

DO $$
DECLARE
    old_key uuid := security.store_key('smoke', 'column', 'open sesame', 3);
    new_key uuid;
    secret text;
BEGIN
    secret := security.open_key('smoke', 'open sesame');
    ASSERT length(secret) = 64;
    ASSERT security.open_key('smoke', 'wrong') IS NULL;
    ASSERT security.decrypt_text(security.encrypt_text('ben@example.org', secret), secret) = 'ben@example.org';
    ASSERT (SELECT k.days_left FROM security.get_keys_needing_rotation() k WHERE k.key_name = 'smoke') = 3.0;
    INSERT INTO security.encrypted_columns_metadata (table_name, column_name, encryption_key_id) VALUES ('smoke', 'pii', old_key);
    ASSERT (SELECT v.rotation_status FROM security.v_encryption_status v WHERE v.table_name = 'smoke') = 'due soon';
    new_key := security.rotate_key('smoke', 'new passphrase');
    ASSERT (SELECT (k.key_version, k.is_active) FROM security.encryption_keys k WHERE k.id = new_key) = (2, true);
    ASSERT (SELECT v.rotation_status FROM security.v_encryption_status v WHERE v.table_name = 'smoke') = 'retired key';
    ASSERT security.open_key('smoke', 'new passphrase') <> secret;
    ASSERT (SELECT v.failure_count FROM security.v_encryption_audit_summary v WHERE v.operation = 'key_access') >= 1;
    ASSERT NOT EXISTS (SELECT FROM audit.audit_logs l WHERE l.resource_id = new_key AND l.new_values ? 'encrypted_key');
END
$$;
SELECT pg_temp.must_fail('P0002', $$SELECT security.open_key('smoke nothing', 'x')$$);
SELECT pg_temp.must_fail('P0002', $$SELECT security.rotate_key('smoke nothing', 'x')$$);

INSERT INTO security.ssl_certificates (id, certificate_name, certificate_type, certificate_pem, valid_from, valid_until) VALUES
    (pg_temp.id('ca'), 'smoke ca', 'ca', '-----BEGIN CERTIFICATE-----', now() - interval '1 year', now() + interval '5 years'),
    (pg_temp.id('cert'), 'smoke web', 'server', '-----BEGIN CERTIFICATE-----', now() - interval '80 days', now() + interval '10 days');
INSERT INTO security.certificate_chain_validation (certificate_id, chain_position, parent_certificate_id, validation_status) VALUES
    (pg_temp.id('cert'), 0, pg_temp.id('ca'), 'valid');
INSERT INTO security.tls_connection_log (connection_id, opened_at, client_ip, tls_version, certificate_id) VALUES
    ('smoke 1', now() - interval '1 minute', '192.0.2.1', 'TLSv1.3', pg_temp.id('cert')),
    ('smoke 2', now() - interval '1 minute', '192.0.2.1', 'TLSv1.2', NULL);
DO $$
BEGIN
    ASSERT 'smoke web' IN (SELECT c.certificate_name FROM security.get_expiring_certificates() c);
    ASSERT security.schedule_renewal(pg_temp.id('cert')) < now();
    ASSERT security.schedule_renewal(pg_temp.id('cert'), 5) > now(), 'the planned renewal moves';
    ASSERT (SELECT count(*) FROM security.certificate_renewal_schedule WHERE certificate_id = pg_temp.id('cert')) = 1;
    ASSERT security.close_tls_connection('smoke 1', 10, 20) > interval '59 seconds';
    ASSERT security.close_tls_connection('smoke 2', 0, 0, 'bad cipher') IS NOT NULL;
    ASSERT security.close_tls_connection('smoke 2', 0, 0) IS NULL, 'closed once';
    ASSERT (SELECT v.failure_reasons FROM security.v_tls_security_incidents v WHERE v.client_ip = '192.0.2.1') @> '{"bad cipher"}';
    ASSERT (SELECT sum(v.total_bytes_received) FROM security.v_tls_connection_stats v WHERE v.tls_version = 'TLSv1.3') >= 20;
END
$$;

INSERT INTO security.user_authentication (user_id, username, password_hash) VALUES
    (pg_temp.id('ben'), 'smoke_ben', security.hash_password('Correct-Horse-1')),
    (pg_temp.id('eve'), 'smoke_eve', security.hash_password('Battery-Staple-2'));
INSERT INTO security.ip_access_control (ip_address, access_type, reason) VALUES
    ('198.51.100.0/24', 'deny', 'smoke'), ('198.51.100.7', 'allow', 'smoke');
INSERT INTO security.mfa_attempts (user_id, mfa_type, is_successful) VALUES (pg_temp.id('ben'), 'totp', true);
DO $$
DECLARE
    token text;
    errors text[];
BEGIN
    ASSERT (SELECT s.is_valid FROM security.validate_password_strength('Correct-Horse-1') s);
    SELECT s.validation_errors INTO errors FROM security.validate_password_strength('short') s;
    ASSERT cardinality(errors) = 4, errors::text;
    ASSERT NOT security.check_ip_access('198.51.100.9') AND security.check_ip_access('198.51.100.7') AND security.check_ip_access('192.0.2.1');

    ASSERT security.sign_in('smoke_ben', 'Correct-Horse-1', '198.51.100.9') IS NULL, 'denied network';
    token := security.sign_in('SMOKE_BEN', 'Correct-Horse-1', '192.0.2.1', 'browser');
    ASSERT length(token) = 64, 'names know no case';
    ASSERT (SELECT last_login IS NOT NULL FROM identity.users WHERE id = pg_temp.id('ben'));
    ASSERT (SELECT v.is_valid AND v.user_id = pg_temp.id('ben') FROM security.validate_session(token, '192.0.2.1', 'browser') v);
    ASSERT (SELECT v.security_issue FROM security.validate_session(token, '192.0.2.2', 'browser') v) = 'other address';
    ASSERT (SELECT v.security_issue FROM security.validate_session(token, '192.0.2.1', 'other') v) = 'other device';
    ASSERT (SELECT v.security_issue FROM security.validate_session('nonsense', '192.0.2.1') v) = 'unknown';
    ASSERT (SELECT suspicious_activity_count FROM security.user_sessions WHERE session_token = token) = 2;
    ASSERT (SELECT v.active_sessions FROM security.v_user_security_status v WHERE v.user_id = pg_temp.id('ben')) = 1;
    ASSERT security.end_sessions(pg_temp.id('ben')) = 1;
    ASSERT (SELECT v.security_issue FROM security.validate_session(token, '192.0.2.1', 'browser') v) = 'signed out';

    FOR n IN 1 .. 5 LOOP
        ASSERT security.sign_in('smoke_eve', 'wrong', '192.0.2.66') IS NULL;
    END LOOP;
    ASSERT security.sign_in('smoke_eve', 'Battery-Staple-2', '192.0.2.66') IS NULL, 'locked';
    ASSERT (SELECT l.attempt_result FROM security.login_attempts l ORDER BY l.attempted_at DESC LIMIT 1) = 'locked_account';
    ASSERT security.sign_in('smoke_nobody', 'x', '192.0.2.66') IS NULL;
    ASSERT (SELECT (b.threat_detected, b.failed_attempts, b.severity::text) FROM security.detect_brute_force('192.0.2.66') b) = (true, 7, 'medium'::text);
    ASSERT (SELECT v.value FROM security.v_security_dashboard v WHERE v.metric = 'locked accounts') >= 1;

    UPDATE security.user_authentication SET password_hash = security.hash_password('Correct-Horse-2') WHERE user_id = pg_temp.id('ben');
    ASSERT security.check_password_reuse(pg_temp.id('ben'), 'Correct-Horse-1');
    ASSERT NOT security.check_password_reuse(pg_temp.id('ben'), 'Correct-Horse-3');
    ASSERT (SELECT password_expires_at > now() + interval '89 days' FROM security.user_authentication WHERE user_id = pg_temp.id('ben'));
    ASSERT NOT EXISTS (SELECT FROM audit.audit_logs l WHERE l.resource_type = 'security.user_authentication' AND l.new_values ? 'password_hash');

    ASSERT security.check_rate_limit('ip', 'smoke', 2) AND security.check_rate_limit('ip', 'smoke', 2);
    ASSERT NOT security.check_rate_limit('ip', 'smoke', 2);
    ASSERT (SELECT blocked_until IS NOT NULL FROM security.rate_limit_tracker WHERE identifier = 'smoke');
    INSERT INTO security.rate_limit_tracker (identifier, identifier_type, window_start) VALUES ('smoke', 'ip', now() - interval '30 days');
    ASSERT security.clean_access_records() >= 1;
END
$$;

DO $$
BEGIN
    ASSERT security.inspect_query('SELECT name FROM hinges', pg_temp.id('ben'), '192.0.2.1') = 'allowed';
    ASSERT security.inspect_query('x'' UNION SELECT password FROM users') = 'blocked';
    ASSERT security.inspect_query('x or 1 = 1') = 'logged';
    ASSERT security.inspect_query('; DROP TABLE users') = 'blocked';
    ASSERT (SELECT match_count FROM security.threat_signatures WHERE signature_name = 'union select') >= 1;
    ASSERT (SELECT m.signature_name FROM security.match_threat('<script>') m) = 'script element';
    FOR n IN 1 .. 5 LOOP
        PERFORM security.update_baseline('user', 'smoke', 'requests_per_hour', 10 + n % 2);
    END LOOP;
    ASSERT security.detect_anomaly('user', 'smoke', 'requests_per_hour', 50);
    ASSERT NOT security.detect_anomaly('user', 'smoke', 'requests_per_hour', 10.5);
    ASSERT NOT security.detect_anomaly('user', 'smoke unknown', 'requests_per_hour', 50);

    INSERT INTO security.intrusion_events (event_type, severity, source_ip, target_resource) VALUES
        ('ddos', 'critical', '203.0.113.9', 'web'), ('xss', 'low', '203.0.113.10', 'web');
    ASSERT NOT security.check_ip_access('203.0.113.9'), 'critical sources are kept out';
    ASSERT security.check_ip_access('203.0.113.10');
    ASSERT security.record_threat('ip', '203.0.113.9', 'ddos', 'low') = 2;
    ASSERT (SELECT threat_level FROM security.threat_intelligence WHERE indicator_value = '203.0.113.9') = 'critical', 'the worst level stays';
    ASSERT (SELECT v.affected_resources FROM security.v_active_threats v WHERE v.source_ip = '203.0.113.9') = '{web}';
    UPDATE security.intrusion_events SET resolved_at = now() WHERE source_ip = '203.0.113.9';
    ASSERT NOT EXISTS (SELECT FROM security.v_active_threats v WHERE v.source_ip = '203.0.113.9');

    PERFORM security.log_data_access('identity.users', 'export', 12, '{email}', 'smoke');
    PERFORM security.log_security_event('authorization', 'smoke', 'high', 'refused');
    ASSERT (SELECT v.sensitive_accesses FROM security.v_data_access_summary v
            WHERE v.table_name = 'identity.users' AND v.access_type = 'export' AND v.access_date = current_date) >= 1;
    ASSERT (SELECT v.failed_count FROM security.v_security_events_summary v WHERE v.event_type = 'smoke' AND v.event_date = current_date) = 1;
END
$$;
INSERT INTO security.configuration_audit (config_category, config_item, old_value, new_value) VALUES ('network', 'smoke', '1', '2');
SELECT pg_temp.must_fail('23514', $$UPDATE security.configuration_audit SET approved_by = changed_by$$);
SELECT pg_temp.must_fail('42501', $$DELETE FROM security.configuration_audit$$);
SELECT pg_temp.must_fail('42501', $$UPDATE security.security_event_audit SET success = true$$);
SELECT pg_temp.must_fail('23514', $$INSERT INTO security.security_event_audit (event_category, event_type, severity, success) VALUES ('authorization', 'x', 'low', false)$$);

INSERT INTO security.data_export_log (user_id, export_type, table_name, records_exported, classification_level, approved_by) VALUES
    (pg_temp.id('fin'), 'csv', 'smoke.small', 10, 'internal', NULL),
    (pg_temp.id('fin'), 'csv', 'smoke.approved', 5000, 'internal', pg_temp.id('gus')),
    (pg_temp.id('fin'), 'csv', 'smoke.large', 5000, 'restricted', NULL);
SELECT pg_temp.must_fail('23503', $$INSERT INTO security.data_masking_rules (rule_name, table_name, column_name, masking_type) VALUES ('smoke', 'no.table', 'x', 'full')$$);
SELECT pg_temp.must_fail('23514', $$INSERT INTO security.data_classification (table_name, column_name, classification_level) VALUES ('smoke', 'x', 'top_secret')$$);
DO $$
BEGIN
    ASSERT (SELECT array_agg(e.severity::text) FROM security.data_leak_events e WHERE e.table_name LIKE 'smoke.%') = '{critical}';
    ASSERT security.mask_email('ben@example.org') = 'b***@example.org' AND security.mask_email('ben@example.org', 'full') = '***@***';
    ASSERT security.mask_digits('4111-1111-1111-1234') = '****-****-****-1234';
    ASSERT security.apply_data_masking('identity.users', 'email', 'ben@example.org') = 'b***@example.org';
    ASSERT security.apply_data_masking('identity.users', 'email', 'ben@example.org', 'admin') = 'ben@example.org';
    ASSERT length(security.apply_data_masking('treasury.donations', 'donor_email', 'ben@example.org')) = 64;
    ASSERT security.apply_data_masking('security.user_authentication', 'password_hash', 'x') IS NULL;
    ASSERT (SELECT v.email FROM security.v_masked_users v WHERE v.id = pg_temp.id('ben')) = 'b***@example.org';
END
$$;

INSERT INTO security.vulnerabilities (id, cve_id, vulnerability_name, severity, cvss_score, affected_component) VALUES
    (pg_temp.id('cve'), 'CVE-2026-99999', 'Smoke', 'critical', 9.8, 'application');
SELECT pg_temp.must_fail('23514', $$UPDATE security.vulnerabilities SET cvss_score = 10.1$$);
INSERT INTO security.vulnerability_scans (scan_type, scan_target, critical_count, low_count) VALUES ('automated', 'smoke', 1, 2);
INSERT INTO security.security_patches (id, patch_name, patch_version, vulnerability_id, affected_component) VALUES
    (pg_temp.id('patch'), 'smoke', '1.0', pg_temp.id('cve'), 'application');
DO $$
BEGIN
    ASSERT pg_temp.id('cve') IN (SELECT v.id FROM security.get_critical_vulnerabilities() v);
    ASSERT NOT (SELECT compliant FROM security.v_compliance_report WHERE area = 'vulnerabilities');
    ASSERT security.record_patch_installation(pg_temp.id('patch'), pg_temp.id('ana'));
    ASSERT NOT security.record_patch_installation(pg_temp.id('patch'), pg_temp.id('ana'));
    ASSERT (SELECT status FROM security.vulnerabilities WHERE id = pg_temp.id('cve')) = 'patched';
    ASSERT (SELECT vulnerabilities_found FROM security.vulnerability_scans WHERE scan_target = 'smoke') = 3;
    ASSERT (SELECT v.severity FROM security.v_patch_status v WHERE v.patch_name = 'smoke') = 'critical';
    ASSERT (SELECT v.vulnerability_count FROM security.v_vulnerability_summary v WHERE v.severity IS NULL AND v.status IS NULL) >= 1;
END
$$;

INSERT INTO security.ddos_events (attack_type, target_ip, attack_started, attack_ended) VALUES
    ('syn_flood', '10.1.0.5', now() - interval '1 hour', now() - interval '40 minutes');
INSERT INTO security.network_traffic_log (source_ip, destination_ip, protocol, destination_port, bytes_transferred) VALUES
    ('10.2.0.9', '10.3.0.2', 'tcp', 5432, 100), ('192.0.2.1', '10.1.0.5', 'tcp', 443, 200);
SELECT pg_temp.must_fail('23P01', $$INSERT INTO security.network_segments (segment_name, segment_type, network_cidr) VALUES ('smoke', 'guest', '10.2.128.0/17')$$);
SELECT pg_temp.must_fail('23514', $$INSERT INTO security.network_traffic_log (source_ip, destination_ip, protocol, source_port) VALUES ('10.2.0.9', '10.3.0.2', 'tcp', 65536)$$);
DO $$
BEGIN
    ASSERT security.check_firewall('inbound', '192.0.2.1', '10.1.0.5', 443, 'tcp');
    ASSERT security.check_firewall('inbound', '10.2.0.9', '10.3.0.2', 5432, 'tcp');
    ASSERT NOT security.check_firewall('inbound', '192.0.2.1', '10.3.0.2', 5432, 'tcp');
    ASSERT NOT security.check_firewall('inbound', '192.0.2.1', '10.3.0.2', 22, 'tcp'), 'no rule, no way';
    ASSERT security.get_network_segment('10.2.0.9') = 'office' AND security.get_network_segment('192.0.2.1') IS NULL;
    ASSERT (SELECT (f.attack_type, f.severity::text) FROM security.classify_flood(200000, 0, 0) f) = ('protocol'::text, 'high'::text);
    ASSERT (SELECT f.severity FROM security.classify_flood(1, 1, 1) f) = 'info';
    ASSERT (SELECT attack_duration FROM security.ddos_events WHERE target_ip = '10.1.0.5') = interval '20 minutes';
    ASSERT (SELECT sum(v.total_bytes) FROM security.v_traffic_by_segment v WHERE v.segment_name = 'outside') >= 200;
    ASSERT (SELECT count(*) FROM security.v_ddos_attack_summary v WHERE v.attack_type = 'syn_flood') >= 1;
    UPDATE security.firewall_rules SET priority = 101 WHERE rule_name = 'web in';
END
$$;

INSERT INTO security.incident_response_team (id, user_id, role, contact_email, on_call) VALUES
    (pg_temp.id('commander'), pg_temp.id('ana'), 'incident_commander', 'ana@example.org', true);
INSERT INTO security.incident_response_procedures (procedure_name, incident_type, severity_level, procedure_steps) VALUES
    ('smoke', 'ddos', 'high', '["call", "block"]');
SELECT pg_temp.must_fail('23514', $$UPDATE security.incident_response_procedures SET procedure_steps = '[]'$$);
INSERT INTO security.security_incidents (id, incident_title, incident_type, severity, assigned_to) VALUES
    (pg_temp.id('incident'), 'Smoke in the rack', 'ddos', 'high', pg_temp.id('commander'));
DO $$
DECLARE
    number text;
BEGIN
    SELECT incident_id INTO number FROM security.security_incidents WHERE id = pg_temp.id('incident');
    ASSERT number ~ '^INC-[0-9]{6}$';
    ASSERT (SELECT v.assigned_to FROM security.v_active_incidents v WHERE v.incident_id = number) = 'Ana';
    ASSERT security.add_containment_action(number, 'blocked the source') = 1;
    UPDATE security.security_incidents SET status = 'closed' WHERE incident_id = number;
    ASSERT (SELECT resolved_at IS NOT NULL AND closed_at IS NOT NULL FROM security.security_incidents WHERE incident_id = number);
    UPDATE security.security_incidents SET status = 'investigating' WHERE incident_id = number;
    ASSERT (SELECT resolved_at IS NULL AND closed_at IS NULL FROM security.security_incidents WHERE incident_id = number);
    ASSERT (SELECT array_agg(t.event_type ORDER BY t.id) FROM security.incident_timeline t WHERE t.incident_id = number)
           = '{discovery,containment,resolution,investigation}';
    UPDATE security.security_incidents SET incident_id = 'INC-SMOKE' WHERE id = pg_temp.id('incident');
    ASSERT (SELECT v.timeline_events FROM security.v_incident_timeline_summary v WHERE v.incident_id = 'INC-SMOKE') = 4, 'the number travels';
    INSERT INTO security.forensic_evidence (incident_id, evidence_type, evidence_name, evidence_location, hash_sha256)
    VALUES ('INC-SMOKE', 'log_file', 'smoke.log', 'vault', core.sha256('smoke'));
END
$$;
SELECT pg_temp.must_fail('23503 23001', $$DELETE FROM security.security_incidents WHERE incident_id = 'INC-SMOKE'$$);

INSERT INTO security.security_metrics (metric_name, metric_category, metric_value, threshold_warning, threshold_critical) VALUES
    ('smoke calm', 'network', 1, 5, 10), ('smoke high', 'network', 11, 5, 10);
INSERT INTO security.security_dashboard_config (dashboard_name, dashboard_type, refresh_interval) VALUES ('smoke', 'technical', '90.4 seconds');
INSERT INTO security.threat_intelligence_feeds (feed_name, feed_type) VALUES ('smoke', 'ioc');
DO $$
DECLARE
    alert text;
BEGIN
    SELECT v.alert_id INTO STRICT alert FROM security.v_critical_alerts v WHERE v.title LIKE 'smoke%';
    ASSERT security.close_alert(alert, pg_temp.id('gus'), 'a drill', true);
    ASSERT NOT security.close_alert(alert, pg_temp.id('gus'));
    ASSERT (SELECT alert_status FROM security.security_alerts WHERE alert_id = alert) = 'false_positive';
    ASSERT (SELECT v.last_value FROM security.v_security_metrics_summary v WHERE v.metric_name = 'smoke high') = 11;
    ASSERT (SELECT refresh_interval FROM security.security_dashboard_config WHERE dashboard_name = 'smoke') = interval '90 seconds';
    ASSERT (SELECT count(*) FROM security.v_compliance_report) = 5;
END
$$;

-- 30. Governance ----------------------------------------------------------------------------------------------------

INSERT INTO governance.role_permissions (role_id, permission_id)
SELECT r.id, p.id FROM governance.roles r CROSS JOIN governance.permissions p
WHERE r.role_name = 'finance' AND p.resource_type = 'donation'
ON CONFLICT (role_id, permission_id) DO NOTHING;
INSERT INTO governance.user_roles (user_id, role_id, assigned_at)
SELECT x.user_id, r.id, now() - interval '1 day' FROM governance.roles r
JOIN (VALUES (pg_temp.id('fin'), 'finance'), (pg_temp.id('ana'), 'admin')) AS x (user_id, role_name) ON x.role_name = r.role_name;
SELECT pg_temp.must_fail('23P01', $$INSERT INTO governance.user_roles (user_id, role_id) SELECT user_id, role_id FROM governance.user_roles WHERE user_id = pg_temp.id('fin')$$);
SELECT pg_temp.must_fail('23514', $$INSERT INTO governance.permissions (permission_name, resource_type, action) VALUES ('smoke', 'group', 'read')$$);
INSERT INTO governance.escalation_requests (id, requested_by, requested_permission, reason) VALUES
    (pg_temp.id('ask'), pg_temp.id('ben'), 'donation.read', 'I have to check one gift');
INSERT INTO governance.digital_signatures (signer_id, resource_type, resource_id, signature_hash, signature_data) VALUES
    (pg_temp.id('gus'), 'document', pg_temp.id('article'), core.sha256('x'), 'x');
UPDATE governance.roles SET description = description WHERE role_name = 'student';
DO $$
BEGIN
    ASSERT governance.check_user_permission(pg_temp.id('fin'), 'donation.read');
    ASSERT governance.check_user_permission(pg_temp.id('ana'), 'order.approve'), 'admins may everything';
    ASSERT NOT governance.check_user_permission(pg_temp.id('ben'), 'donation.read');
    ASSERT governance.review_escalation(pg_temp.id('ask'), pg_temp.id('ana'), true) = 'approved';
    ASSERT governance.review_escalation(pg_temp.id('ask'), pg_temp.id('ana'), false) IS NULL;
    ASSERT governance.check_user_permission(pg_temp.id('ben'), 'donation.read');
    ASSERT (SELECT g.permissions FROM governance.get_user_permissions(pg_temp.id('fin')) g) = '{approve,create,export,read}';
    ASSERT (SELECT (m.may_read, m.may_delete) FROM governance.v_role_matrix m WHERE m.role_name = 'finance') = (true, false);
END
$$;

INSERT INTO governance.access_rules (rule_name, resource_type, rule_type, allowed_roles, allowed_fields, denied_fields, days_of_week, priority) VALUES
    ('smoke finance only', 'smoke', 'field_level', '{finance}', '{amount}', '{donor}', '{1,2,3,4,5,6,7}', 10);
SELECT pg_temp.must_fail('23514', $$UPDATE governance.access_rules SET denied_fields = allowed_fields$$);
SELECT pg_temp.must_fail('23514', $$UPDATE governance.access_rules SET days_of_week = '{8}'$$);
INSERT INTO governance.field_access_control (resource_type, field_name, access_level, required_role) VALUES ('smoke', 'donor', 'role', 'compliance');
DO $$
BEGIN
    ASSERT (governance.evaluate_access_rule(pg_temp.id('fin'), 'smoke') ->> 'granted')::boolean;
    ASSERT NOT (governance.evaluate_access_rule(pg_temp.id('ben'), 'smoke') ->> 'granted')::boolean;
    ASSERT governance.evaluate_access_rule(pg_temp.id('ben'), 'smoke nothing') = '{"granted": true, "rule": null, "allowed_fields": null, "denied_fields": null}';
    ASSERT (SELECT count(*) FROM governance.access_log_denied WHERE resource_type = 'smoke') = 1, 'refusals have their partition';
END
$$;

INSERT INTO governance.compliance_policies (id, policy_name, policy_type, policy_version, effective_date, expiry_date) VALUES
    (pg_temp.id('policy'), 'smoke', 'gdpr', '1', '2026-01-01', '2027-01-01');
SELECT pg_temp.must_fail('23P01', $$INSERT INTO governance.compliance_policies (policy_name, policy_type, policy_version, effective_date) VALUES ('smoke', 'gdpr', '2', '2026-06-01')$$);
INSERT INTO governance.compliance_policies (policy_name, policy_type, policy_version, effective_date) VALUES ('smoke', 'gdpr', '2', '2027-01-01');
INSERT INTO governance.compliance_violations (policy_id, violation_type, severity, description, detected_at) VALUES
    (pg_temp.id('policy'), 'smoke', 'high', 'Something was kept too long', now() - interval '3 days');
INSERT INTO governance.data_deletion_requests (id, user_id, request_type) VALUES (pg_temp.id('forget'), pg_temp.id('eve'), 'data_anonymization');
SELECT pg_temp.must_fail('23505', $$INSERT INTO governance.data_deletion_requests (user_id, request_type) VALUES (pg_temp.id('eve'), 'data_anonymization')$$);
SELECT pg_temp.must_fail('P0001', $$SELECT governance.anonymize_user(pg_temp.id('forget'))$$);
INSERT INTO governance.compliance_reports (report_type, report_period) VALUES ('gdpr', '[2026-01-01,2026-04-01)');
SELECT pg_temp.must_fail('23514', $$UPDATE governance.compliance_reports SET report_period = 'empty'$$);
DO $$
BEGIN
    ASSERT (SELECT array_agg(c.compliant) FROM governance.check_gdpr_compliance(pg_temp.id('ben')) c) = '{t,t,t}';
    ASSERT NOT (SELECT bool_and(c.compliant) FROM governance.check_gdpr_compliance(pg_temp.id('eve')) c);
    ASSERT (SELECT v.days_open FROM governance.v_open_violations v WHERE v.violation_type = 'smoke') = 3;
    UPDATE governance.data_deletion_requests SET verified_at = now() WHERE id = pg_temp.id('forget');
    PERFORM governance.anonymize_user(pg_temp.id('forget'));
    ASSERT (SELECT email IS NULL AND display_name IS NULL FROM identity.users WHERE id = pg_temp.id('eve'));
    ASSERT (SELECT count(*) FROM governance.retention_policies) >= 5;
END
$$;

-- 40. Knowledge base ------------------------------------------------------------------------------------------------

INSERT INTO rag.knowledge_categories (category_name, parent_category_id)
SELECT 'smoke law', id FROM rag.knowledge_categories WHERE category_name = 'legal';
INSERT INTO rag.knowledge_documents (id, document_type, title, content_text, category, tags) VALUES
    (pg_temp.id('doc'), 'markdown', 'Smoke hinges', E'Hinges hold doors.\n\nDoors hold rooms.\n\n', 'smoke law', '{hinge}'),
    (pg_temp.id('doc 2'), 'text', 'Smoke locks', 'Locks hold doors shut.', 'smoke law', '{}');
SELECT pg_temp.must_fail('23505', $$INSERT INTO rag.knowledge_documents (document_type, title, content_text) VALUES ('text', 'x', 'Locks hold doors shut.')$$);
INSERT INTO rag.document_relationships (source_document_id, target_document_id, relationship_type, strength) VALUES
    (pg_temp.id('doc'), pg_temp.id('doc 2'), 'related_to', 0.5);
SELECT pg_temp.must_fail('23514', $$UPDATE rag.document_relationships SET strength = 1.5$$);
DO $$
DECLARE
    done int := 0;
    chunk uuid;
BEGIN
    ASSERT (SELECT count(*) FROM rag.v_documents_needing_indexing v WHERE v.title LIKE 'Smoke %') = 2;
    CALL rag.reindex_stale_documents(done);
    ASSERT done >= 2;
    ASSERT (SELECT count(*) FROM rag.v_documents_needing_indexing v WHERE v.title LIKE 'Smoke %') = 0;
    ASSERT (SELECT array_agg(c.content_text ORDER BY c.chunk_number) FROM rag.document_chunks c WHERE c.document_id = pg_temp.id('doc'))
           = '{Hinges hold doors.,Doors hold rooms.}';
    UPDATE rag.document_chunks SET embedding = CASE chunk_number WHEN 0 THEN '{1,0}' ELSE '{0,1}' END::real[] WHERE document_id = pg_temp.id('doc');
    SELECT s.chunk_id INTO STRICT chunk FROM rag.search_by_embedding('{0.9,0.1}') s;
    ASSERT chunk = (SELECT id FROM rag.document_chunks WHERE document_id = pg_temp.id('doc') AND chunk_number = 0);
    ASSERT rag.cosine_similarity('{1,0}', '{0,2}') = 0 AND round(rag.cosine_similarity('{1,1}', '{2,2}')::numeric, 6) = 1;
    ASSERT (SELECT s.document_id FROM rag.search_knowledge_documents('hinge', '{markdown}', '{"smoke law"}') s) = pg_temp.id('doc');
    ASSERT jsonb_array_length(rag.get_document_with_chunks(pg_temp.id('doc')) -> 'chunks') = 2;
    PERFORM rag.log_query('What holds doors?', 'legal', ARRAY[chunk], 'Hinges', 0.9);
    ASSERT (SELECT q.retrieved_documents FROM rag.knowledge_queries q WHERE q.query_text = 'What holds doors?') = ARRAY[pg_temp.id('doc')];
    ASSERT (SELECT v.path FROM rag.v_category_paths v WHERE v.category_name = 'smoke law') = '{legal,"smoke law"}';
    UPDATE rag.knowledge_documents SET content_text = 'Hinges creak.' WHERE id = pg_temp.id('doc');
    ASSERT (SELECT count(*) FROM rag.v_documents_needing_indexing v WHERE v.document_id = pg_temp.id('doc')) = 1, 'a changed document is stale';
    UPDATE rag.knowledge_categories SET category_name = 'smoke rights' WHERE category_name = 'smoke law';
    ASSERT (SELECT category FROM rag.knowledge_documents WHERE id = pg_temp.id('doc')) = 'smoke rights';
END
$$;
SELECT pg_temp.must_fail('23514', $$UPDATE rag.document_chunks SET embedding = ARRAY[1, NULL]$$);

-- 50. Outreach ------------------------------------------------------------------------------------------------------

INSERT INTO outreach.suppression_list (email, reason) VALUES ('Never@Example.org', 'manual');
INSERT INTO outreach.import_batches (id, source, filename, total_rows) VALUES (pg_temp.id('batch'), 'smoke', 'a.csv', 5);
INSERT INTO outreach.staging_leads (import_id, row_number, raw_row) VALUES
    (pg_temp.id('batch'), 1, '{"email": "lea@example.org", "first_name": "Lea", "last_name": "Dee"}'),
    (pg_temp.id('batch'), 2, '{"email": "LEA@example.org", "first_name": "Lea"}'),
    (pg_temp.id('batch'), 3, '{"email": "not an address"}'),
    (pg_temp.id('batch'), 4, '{"first_name": "Nobody"}'),
    (pg_temp.id('batch'), 5, '{"email": "never@example.org", "first_name": "Nev"}');
INSERT INTO outreach.sequences (id, name, sequence_type) VALUES (pg_temp.id('welcome'), 'Smoke welcome', 'welcome');
INSERT INTO outreach.sequence_steps (sequence_id, step_number, subject_template, body_template) VALUES
    (pg_temp.id('welcome'), 1, 'Hello {first_name}', '...'), (pg_temp.id('welcome'), 2, 'Still there?', '...');
DO $$
DECLARE
    lea uuid;
    journey uuid;
    letter uuid;
BEGIN
    ASSERT outreach.take_in_batch(pg_temp.id('batch')) = 2;
    ASSERT (SELECT array_agg(s.status ORDER BY s.row_number) FROM outreach.staging_leads s WHERE s.import_id = pg_temp.id('batch'))
           = '{queued,duplicate,error,error,queued}';
    ASSERT (SELECT (b.status, b.processed_rows) FROM outreach.import_batches b WHERE b.id = pg_temp.id('batch')) = ('completed'::text, 5);
    ASSERT (SELECT status FROM outreach.leads WHERE source_row_number = 5 AND import_id = pg_temp.id('batch')) = 'suppressed';
    SELECT id INTO lea FROM outreach.leads WHERE source_row_number = 1 AND import_id = pg_temp.id('batch');
    ASSERT (SELECT fingerprint FROM outreach.leads WHERE id = lea) = outreach.compute_fingerprint(' LEA@Example.org', 'lea dee', NULL);
    INSERT INTO outreach.hubspot_sync (lead_id) VALUES (lea);
    INSERT INTO outreach.lead_sequences (lead_id, sequence_id) VALUES (lea, pg_temp.id('welcome')) RETURNING id INTO journey;
    ASSERT outreach.advance_sequence(journey) = 1;
    SELECT id INTO STRICT letter FROM outreach.email_logs WHERE lead_id = lea AND subject = 'Hello Lea';
    INSERT INTO outreach.message_logs (email_log_id, event_type) VALUES (letter, 'opened'), (letter, 'delivered');
    ASSERT (SELECT status FROM outreach.email_logs WHERE id = letter) = 'opened', 'the furthest status';
    ASSERT outreach.advance_sequence(journey) = 2 AND outreach.advance_sequence(journey) = 0 AND outreach.advance_sequence(journey) IS NULL;
    INSERT INTO outreach.lead_sequences (lead_id, sequence_id) VALUES (lea, pg_temp.id('welcome')) RETURNING id INTO journey;
    INSERT INTO outreach.message_logs (email_log_id, event_type, event_data) VALUES (letter, 'bounced', '{"reason": "full"}');
    ASSERT (SELECT bounce_reason FROM outreach.email_logs WHERE id = letter) = 'full';
    ASSERT (SELECT status FROM outreach.leads WHERE id = lea) = 'suppressed', 'a bounce suppresses';
    ASSERT (SELECT status FROM outreach.lead_sequences WHERE id = journey) = 'exited', 'and ends the journey';
    ASSERT (SELECT (f.sent, f.bounced_percent) FROM outreach.v_sequence_funnel f WHERE f.name = 'Smoke welcome' AND f.step_number = 1)
           = (1::bigint, 100.0::numeric);
    ASSERT (SELECT v.first_name FROM outreach.v_donors_as_leads v WHERE v.email = 'ben@example.org') = 'Ben';
END
$$;

-- 60. Operations ----------------------------------------------------------------------------------------------------

INSERT INTO operations.backup_metadata (id, backup_type, backup_path, start_time, wal_start_lsn) VALUES
    (pg_temp.id('backup'), 'full', '/smoke', now() - interval '1 hour', '0/10');
SELECT pg_temp.must_fail('23514', $$SELECT operations.finish_backup(pg_temp.id('backup'), 1, '0/0F')$$);
DO $$
BEGIN
    ASSERT operations.finish_backup(pg_temp.id('backup'), 1000000, '0/20') >= interval '1 hour';
    ASSERT operations.finish_backup(pg_temp.id('backup'), 1) IS NULL;
    ASSERT (SELECT v.backup_count FROM operations.v_recovery_points v WHERE v.backup_type = 'full') >= 1;
    PERFORM operations.set_cached_value('smoke', 'users', '{"n": 1}');
    PERFORM operations.set_cached_value('smoke', 'users', '{"n": 2}');
    PERFORM operations.set_cached_value('smoke old', 'users', '{}', '1 second');
    UPDATE operations.cache_metadata SET cached_at = now() - interval '1 hour' WHERE cache_key = 'smoke old';
    ASSERT operations.get_cached_value('smoke') = '{"n": 2}' AND operations.get_cached_value('smoke old') IS NULL;
    ASSERT (SELECT v.hits FROM operations.v_cache_statistics v WHERE v.collection_name = 'users') >= 1;
    ASSERT operations.clear_expired_cache() >= 1;
    ASSERT EXISTS (SELECT FROM operations.v_index_usage v WHERE v.index_name = 'users_role_idx');
    ASSERT EXISTS (SELECT FROM operations.v_connections v WHERE v.active > 0);
    ASSERT EXISTS (SELECT FROM operations.v_partitions v WHERE v.partition = 'audit.audit_logs_default' AND v.bounds = 'DEFAULT');
END
$$;

-- 90. Row security, seen by an ordinary role -------------------------------------------------------------------------

CREATE ROLE hingecraft_smoke_reader;
DO $$
DECLARE
    s record;
BEGIN
    FOR s IN SELECT nspname FROM blueprint_schemas LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO hingecraft_smoke_reader', s.nspname);
        EXECUTE format('GRANT ALL ON ALL TABLES IN SCHEMA %I TO hingecraft_smoke_reader', s.nspname);
    END LOOP;
END
$$;
GRANT USAGE ON SCHEMA extensions TO hingecraft_smoke_reader;
SELECT set_config('app.user_id', pg_temp.id('ben')::text, true);
SET LOCAL ROLE hingecraft_smoke_reader;
DO $$
DECLARE
    touched int;
BEGIN
    ASSERT (SELECT array_agg(display_name::text) FROM identity.users) = '{"Ben B."}', 'a member sees only themselves';
    UPDATE identity.users SET campus = 'South';
    GET DIAGNOSTICS touched = ROW_COUNT;
    ASSERT touched = 1, 'and changes only themselves';
    ASSERT (SELECT count(*) FROM identity.user_profiles) = 1;
    DELETE FROM identity.consents;
    GET DIAGNOSTICS touched = ROW_COUNT;
    ASSERT touched = 0, 'consents are never deleted';
    ASSERT (SELECT count(*) FROM community.community_messages) = 3, 'messages of the own group';
    ASSERT (SELECT count(*) FROM treasury.donations) = 1, 'own gifts';
    UPDATE treasury.donations SET memo = 'mine';
    GET DIAGNOSTICS touched = ROW_COUNT;
    ASSERT touched = 0, 'a donor cannot rewrite a gift';
    INSERT INTO treasury.donations (created_by, chain, token, amount_crypto, amount_usd, to_address)
    VALUES (core.current_user_id(), 'stellar', 'XLM', 1, 1, 'smoke');
    ASSERT EXISTS (SELECT FROM audit.audit_logs l WHERE l.actor_id = core.current_user_id()
                   AND l.resource_type = 'treasury.donations' AND l.action = 'create'), 'the actor is in the trail';
    PERFORM set_config('app.user_id', md5('hingecraft smoke eve')::uuid::text, true);
    ASSERT (SELECT count(*) FROM community.community_messages) = 0, 'who left a group reads no more';
    ASSERT (SELECT array_agg(title ORDER BY title) FROM design.design_projects
            WHERE created_by IS NOT NULL) @> '{"Folding box",Lamp}', 'published, invited and own projects';
    PERFORM set_config('app.user_id', md5('hingecraft smoke ana')::uuid::text, true);
    ASSERT (SELECT count(*) FROM identity.users) >= 5, 'an admin sees everybody';
    ASSERT (SELECT count(*) FROM treasury.donations) >= 3;
END
$$;
SELECT pg_temp.must_fail('42501', $$INSERT INTO treasury.donations (created_by, chain, token, amount_crypto, amount_usd, to_address)
    VALUES (pg_temp.id('ben'), 'stellar', 'XLM', 1, 1, 'x')$$);
RESET ROLE;
SELECT set_config('app.user_id', '', true);

-- 91. Every table holds rows, every stamp moves, every audited table leaves a trail --------------------------------------

DO $$
DECLARE
    t record;
    held bigint;
    moved boolean;
BEGIN
    FOR t IN SELECT * FROM blueprint_tables ORDER BY nspname, relname LOOP
        EXECUTE format('SELECT count(*) FROM %s', t.name) INTO held;
        ASSERT held > 0, format('%s is empty: the smoke test forgot it', t.name);
    END LOOP;

    FOR t IN SELECT b.* FROM blueprint_tables b
             JOIN pg_trigger g ON g.tgrelid = b.oid AND g.tgfoid = 'core.update_updated_at_column()'::regprocedure LOOP
        EXECUTE format('UPDATE %s SET metadata = metadata || ''{"smoke": true}'' WHERE NOT metadata ? ''smoke''', t.name);
        EXECUTE format('SELECT bool_and(updated_at > now()) FROM %s', t.name) INTO moved;
        ASSERT moved, format('updated_at of %s does not move', t.name);
    END LOOP;
    ASSERT NOT EXISTS (
        SELECT FROM blueprint_tables b
        JOIN pg_attribute a ON a.attrelid = b.oid AND a.attname = 'updated_at'
        WHERE NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = b.oid AND g.tgfoid = 'core.update_updated_at_column()'::regprocedure)
    ), 'every updated_at has its trigger';

    FOR t IN SELECT b.* FROM blueprint_tables b
             JOIN pg_trigger g ON g.tgrelid = b.oid AND g.tgfoid = 'audit.log_audit_event()'::regprocedure LOOP
        ASSERT EXISTS (SELECT FROM audit.audit_logs l WHERE l.resource_type = t.nspname || '.' || t.relname),
               format('no trail of %s', t.name);
    END LOOP;
END
$$;

-- 92. Views and materialized views can be read, before and after a refresh -------------------------------------------------

DO $$
DECLARE
    v record;
    held bigint;
BEGIN
    ASSERT (SELECT count(*) FROM core.refresh_materialized_views()) >=
           (SELECT count(*) FROM pg_class c JOIN blueprint_schemas s ON s.oid = c.relnamespace WHERE c.relkind = 'm');
    FOR v IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c JOIN blueprint_schemas s ON s.oid = c.relnamespace
             WHERE c.relkind IN ('v', 'm') LOOP
        EXECUTE format('SELECT count(*) FROM (SELECT v.*, v::text FROM %s v) AS read', v.name) INTO held;
        ASSERT v.relkind = 'v' OR held > 0, format('%s is empty after a refresh', v.name);
        IF v.relkind = 'm' THEN
            EXECUTE format('REFRESH MATERIALIZED VIEW CONCURRENTLY %s', v.name);
        END IF;
    END LOOP;
    ASSERT (SELECT t.total_usd FROM treasury.v_donation_trend t WHERE t.donation_month = date_trunc('month', now())::date) >= 10;
END
$$;

-- 93. Every PL/pgSQL function was called above -------------------------------------------------------------------------------

DO $$
DECLARE
    forgotten text;
BEGIN
    SELECT string_agg(p.oid::regprocedure::text, ', ' ORDER BY 1) INTO forgotten
    FROM pg_proc p
    JOIN blueprint_schemas s ON s.oid = p.pronamespace
    JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
    WHERE NOT EXISTS (SELECT FROM pg_stat_xact_user_functions f WHERE f.funcid = p.oid AND f.calls > 0);
    ASSERT forgotten IS NULL, 'never called: ' || forgotten;
END
$$;

-- 94. Everything can be deleted: users first, then whatever remains, until nothing is left --------------------------------------

SET CONSTRAINTS ALL IMMEDIATE;
DO $$
DECLARE
    t record;
    held bigint;
    left_over text;
BEGIN
    DELETE FROM treasury.treasury_operations;
    PERFORM set_config('app.audit_maintenance', 'on', true);
    DELETE FROM identity.users WHERE id = pg_temp.id('ben');
    ASSERT NOT EXISTS (SELECT FROM identity.user_profiles WHERE user_id = pg_temp.id('ben')), 'the profile goes with its person';
    ASSERT (SELECT created_by IS NULL FROM treasury.donations WHERE id = pg_temp.id('gift')), 'the gift stays';
    ASSERT EXISTS (SELECT FROM audit.audit_logs l WHERE l.resource_id = pg_temp.id('ben') AND l.action = 'delete');
    FOR pass IN 1 .. 12 LOOP
        left_over := NULL;
        FOR t IN SELECT * FROM blueprint_tables WHERE name <> 'audit.audit_logs'::regclass ORDER BY nspname, relname LOOP
            BEGIN
                EXECUTE format('DELETE FROM %s', t.name);
            EXCEPTION WHEN foreign_key_violation OR restrict_violation THEN
                left_over := concat_ws(', ', left_over, t.name::text);
            END;
        END LOOP;
        EXIT WHEN left_over IS NULL;
    END LOOP;
    ASSERT left_over IS NULL, 'cannot be emptied: ' || left_over;
    FOR t IN SELECT * FROM blueprint_tables WHERE name <> 'audit.audit_logs'::regclass LOOP
        EXECUTE format('SELECT count(*) FROM %s', t.name) INTO held;
        ASSERT held = 0, format('%s filled up again', t.name);
    END LOOP;
    DELETE FROM audit.audit_logs;
END
$$;

ROLLBACK;
\o
\echo hingecraft smoke test passed
