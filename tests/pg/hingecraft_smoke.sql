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
                    'learning', 'integration', 'security', 'governance', 'rag', 'outreach');

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

-- @@MORE@@

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
        ASSERT EXISTS (SELECT FROM audit.audit_logs l WHERE l.resource_type = t.nspname || '.' || t.relname AND l.action = 'create'),
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
